import { and, count, eq, isNotNull, isNull, or } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import { grants } from "../../../drizzle/schema/feeds";
import type { Transaction } from "../../db/client";
import { fromPublicId, newUuid } from "../../ids";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { grantView } from "./grant-view";
import { GrantView, ProposeGrantInput } from "./schemas";

/** Grants that a system has consented to and that were not ended; what others propose to it does not count against it. */
const GRANTS_MAX = 200;

/**
 * Offers results of one's own to another system, or asks another for its results. Nothing is shown until the other side
 * has accepted.
 *
 * Throws ServiceError FORBIDDEN for who is no External System; INVALID_INPUT where the caller is neither side, or both, or
 * the other side does not exist; LIMIT_EXCEEDED for a system that has too many.
 */
export const proposeGrant = useCase({
  name: "grant.propose",
  scope: "subscriptions:write",
  input: ProposeGrantInput,
  output: GrantView,
  audit: true,
  async run({ principal }, transaction, { from, to, kinds, detail }) {
    const side = sideOf(principal, from, to);
    const fromSystemId = await systemOfRealm(transaction, principal, "from", from);
    const toSystemId = await systemOfRealm(transaction, principal, "to", to);
    await refuseTooMany(transaction, side === "from" ? fromSystemId : toSystemId);
    const now = new Date();
    const [row] = await transaction
      .insert(grants)
      .values({
        grantId: newUuid(),
        realm: principal.realm,
        ...{ fromSystemId, toSystemId, kinds: [...new Set(kinds)], detail },
        fromConsentedAt: side === "from" ? now : null,
        toConsentedAt: side === "to" ? now : null,
        createdAt: now,
      })
      .returning();
    if (!row) throw new Error("An insert gave no row.");
    const result = grantView(row);
    return { result, audit: { object: result.id, after: { from, to, kinds: row.kinds, detail } } };
  },
});

/** The side that the caller speaks for. */
function sideOf(principal: Principal, from: string, to: string): "from" | "to" {
  if (principal.kind !== "system") throw new ServiceError("FORBIDDEN", "Only External Systems consent to grants.");
  if (from === to) {
    throw new ServiceError("INVALID_INPUT", "A grant is between two systems.", [
      { pointer: "/to", code: "same", detail: "Give another system than in from." },
    ]);
  }
  if (from === principal.id) return "from";
  if (to === principal.id) return "to";
  throw new ServiceError("INVALID_INPUT", "A system proposes grants of its own.", [
    { pointer: "/from", code: "party", detail: `Give your own id (${principal.id}) in from, or in to.` },
  ]);
}

/** Locked where it is the caller, whose grants are counted by one at a time. */
async function systemOfRealm(
  transaction: Transaction,
  principal: Principal,
  field: "from" | "to",
  id: string,
): Promise<string> {
  const systemId = fromPublicId("xs", id);
  const found =
    systemId === null
      ? undefined
      : transaction
          .select({ systemId: externalSystems.systemId })
          .from(externalSystems)
          .where(and(eq(externalSystems.systemId, systemId), eq(externalSystems.realm, principal.realm)));
  const [row] = found ? await (id === principal.id ? found.for("no key update") : found) : [];
  if (row) return row.systemId;
  throw new ServiceError("INVALID_INPUT", "There is no such External System.", [
    { pointer: `/${field}`, code: "system", detail: "Give the id (xs_...) of an External System of your environment." },
  ]);
}

async function refuseTooMany(transaction: Transaction, systemId: string): Promise<void> {
  const hasConsented = or(
    and(eq(grants.fromSystemId, systemId), isNotNull(grants.fromConsentedAt)),
    and(eq(grants.toSystemId, systemId), isNotNull(grants.toConsentedAt)),
  );
  const [{ there } = { there: 0 }] = await transaction
    .select({ there: count() })
    .from(grants)
    .where(and(hasConsented, isNull(grants.endedAt)));
  if (there < GRANTS_MAX) return;
  throw new ServiceError("LIMIT_EXCEEDED", `A system has at most ${GRANTS_MAX} grants. End one that is not needed.`);
}
