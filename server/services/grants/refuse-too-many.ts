import { and, asc, count, eq, inArray, isNotNull, isNull, or } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import { grants } from "../../../drizzle/schema/feeds";
import type { Transaction } from "../../db/client";
import { ServiceError } from "../errors";

/** Grants that a system has consented to and that were not ended; what others propose to it does not count against it. */
export const GRANTS_MAX = 200;

/**
 * For systems (uuids) that are about to consent to one more grant: until the transaction ends no other does so for them.
 *
 * Throws ServiceError LIMIT_EXCEEDED where one has too many.
 */
export async function refuseTooMany(transaction: Transaction, systemIds: readonly string[]): Promise<void> {
  await transaction
    .select({ systemId: externalSystems.systemId })
    .from(externalSystems)
    .where(inArray(externalSystems.systemId, [...systemIds]))
    // In one order, so that two grants between the same two wait for each other once.
    .orderBy(asc(externalSystems.systemId))
    .for("no key update");
  for (const systemId of systemIds) {
    const hasConsented = or(
      and(eq(grants.fromSystemId, systemId), isNotNull(grants.fromConsentedAt)),
      and(eq(grants.toSystemId, systemId), isNotNull(grants.toConsentedAt)),
    );
    const [{ there } = { there: 0 }] = await transaction
      .select({ there: count() })
      .from(grants)
      .where(and(hasConsented, isNull(grants.endedAt)));
    if (there < GRANTS_MAX) continue;
    throw new ServiceError("LIMIT_EXCEEDED", `A system has at most ${GRANTS_MAX} grants. End one that is not needed.`);
  }
}
