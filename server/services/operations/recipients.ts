import { and, asc, eq, inArray, isNotNull, isNull, ne } from "drizzle-orm";
import type { z } from "zod";
import { externalSystems } from "../../../drizzle/schema/access";
import { grants, operationRecipients } from "../../../drizzle/schema/feeds";
import { operations } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { fromPublicId, toPublicId } from "../../ids";
import { callingSystem } from "../calling-system";
import { type FieldError, ServiceError } from "../errors";
import type { Principal } from "../principal";
import { matchesKind } from "./kinds";
import { DeliveryDetail, type DeliveryView, type StartOperationInput } from "./schemas";

type Delivery = NonNullable<z.output<typeof StartOperationInput>["delivery"]>;

/** Who is told of an operation besides its owner, and by what right. */
interface Recipient {
  readonly systemId: string;
  readonly detail: DeliveryDetail;
  /** Null: an administrator said so. */
  readonly grantId: string | null;
}

/** Whoever registers the systems may name any of them for what people start. */
const NAMING = "systems:write";

/**
 * The recipients that are asked for, each with a grant of the caller that allows this kind in this detail.
 *
 * Throws ServiceError INVALID_INPUT with a pointer at each recipient that has none, and FORBIDDEN for people who may not
 * name recipients.
 */
export async function findRecipients(
  transaction: Transaction,
  principal: Principal,
  kind: string,
  delivery: Delivery | undefined,
): Promise<readonly Recipient[]> {
  if (!delivery) return [];
  const { detail } = delivery;
  const asked = delivery.recipients.map((id) => fromPublicId("xs", id));
  const systemIds = asked.filter((id) => id !== null);
  const found =
    principal.kind === "system"
      ? await grantedTo(transaction, principal, systemIds, kind, detail)
      : await systemsOfRealm(transaction, principal, systemIds, detail);
  const recipients = asked.map((id) => found.find(({ systemId }) => systemId === id));
  const fields = recipients.flatMap((recipient, i): FieldError[] =>
    recipient ? [] : [{ pointer: `/delivery/recipients/${i}`, ...missing(principal, kind, detail) }],
  );
  if (fields.length > 0) throw new ServiceError("INVALID_INPUT", "Not every recipient may get these results.", fields);
  return recipients.filter((recipient) => recipient !== undefined);
}

/** Never changed later: when a grant ends, so does what its recipients see, since that is asked for at each read. */
export async function insertRecipients(
  transaction: Transaction,
  operationId: string,
  recipients: readonly Recipient[],
): Promise<void> {
  if (recipients.length === 0) return;
  await transaction.insert(operationRecipients).values(recipients.map((recipient) => ({ operationId, ...recipient })));
}

/** Of each operation that has recipients, how they stand now. */
export async function deliveriesOf(
  transaction: Transaction,
  operationIds: readonly string[],
): Promise<ReadonlyMap<string, DeliveryView>> {
  const rows = await transaction
    .select({ recipient: operationRecipients, endedAt: grants.endedAt })
    .from(operationRecipients)
    .leftJoin(grants, eq(grants.grantId, operationRecipients.grantId))
    .where(inArray(operationRecipients.operationId, [...operationIds]))
    .orderBy(asc(operationRecipients.operationId), asc(operationRecipients.systemId));
  const deliveries = new Map<string, DeliveryView>();
  for (const { recipient, endedAt } of rows) {
    const { recipients } = deliveries.get(recipient.operationId) ?? { recipients: [] };
    const id = toPublicId("xs", recipient.systemId);
    deliveries.set(recipient.operationId, {
      detail: recipient.detail,
      recipients: [...recipients, { id, state: endedAt === null ? "active" : "revoked" }],
    });
  }
  return deliveries;
}

/** An operation of others whose results are delivered to the principal as things are now, and how much of them. */
export async function deliveredOperation(transaction: Transaction, principal: Principal, operationId: string) {
  const systemId = callingSystem(principal);
  if (systemId === null) return null;
  const [row] = await transaction
    .select({ operation: operations, detail: operationRecipients.detail })
    .from(operationRecipients)
    .innerJoin(operations, eq(operations.operationId, operationRecipients.operationId))
    .leftJoin(grants, eq(grants.grantId, operationRecipients.grantId))
    .where(
      and(
        eq(operationRecipients.operationId, operationId),
        eq(operationRecipients.systemId, systemId),
        ne(operationRecipients.detail, "status"),
        eq(operations.realm, principal.realm),
        isNull(grants.endedAt),
      ),
    );
  return row ?? null;
}

/** How the recipients of a new operation stand. */
export function deliveryOf(recipients: readonly Recipient[]): DeliveryView | null {
  const [first] = recipients;
  if (!first) return null;
  const ids = recipients.map(({ systemId }) => systemId).sort();
  return { detail: first.detail, recipients: ids.map((id) => ({ id: toPublicId("xs", id), state: "active" })) };
}

async function grantedTo(
  transaction: Transaction,
  principal: Principal,
  systemIds: readonly string[],
  kind: string,
  detail: DeliveryDetail,
): Promise<Recipient[]> {
  const owner = fromPublicId("xs", principal.id);
  if (owner === null || systemIds.length === 0) return [];
  const rows = await transaction
    .select()
    .from(grants)
    .where(
      and(
        eq(grants.realm, principal.realm),
        eq(grants.fromSystemId, owner),
        inArray(grants.toSystemId, [...systemIds]),
        isNotNull(grants.fromConsentedAt),
        isNotNull(grants.toConsentedAt),
        isNull(grants.endedAt),
      ),
    )
    .orderBy(asc(grants.grantId))
    // One that is being ended is waited for, so that nothing is started under it.
    .for("share");
  return rows
    .filter(({ kinds, detail: most }) => kinds.some((pattern) => matchesKind(pattern, kind)) && shows(most, detail))
    .map(({ toSystemId, grantId }) => ({ systemId: toSystemId, detail, grantId }));
}

async function systemsOfRealm(
  transaction: Transaction,
  { realm, scopes }: Principal,
  systemIds: readonly string[],
  detail: DeliveryDetail,
): Promise<Recipient[]> {
  if (!scopes.has(NAMING)) throw new ServiceError("FORBIDDEN", `Naming recipients needs the scope ${NAMING}.`);
  const rows = await transaction
    .select({ systemId: externalSystems.systemId })
    .from(externalSystems)
    .where(and(eq(externalSystems.realm, realm), inArray(externalSystems.systemId, [...systemIds])));
  return rows.map(({ systemId }) => ({ systemId, detail, grantId: null }));
}

/** The details are in order: each shows what the one before it does. */
function shows(most: DeliveryDetail, asked: DeliveryDetail): boolean {
  return DeliveryDetail.options.indexOf(most) >= DeliveryDetail.options.indexOf(asked);
}

/** The same for a system that there is not and one without a grant. */
function missing({ kind: caller }: Principal, kind: string, detail: DeliveryDetail): Omit<FieldError, "pointer"> {
  if (caller !== "system") return { code: "system", detail: "There is no such External System in this environment." };
  return {
    code: "grant",
    detail: `No grant in force lets it have your results of ${kind} with the detail ${detail}. Propose one by POST /grants.`,
  };
}
