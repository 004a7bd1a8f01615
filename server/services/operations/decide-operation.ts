import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import { outbox } from "../../../drizzle/schema/events";
import { operations } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { fromPublicId, newUuid } from "../../ids";
import { mayDecideOperation } from "../authorization";
import { ServiceError, staleRevision } from "../errors";
import type { Principal } from "../principal";
import type { AuditFacts } from "../use-case";
import { OPERATION_COLUMNS } from "./find-operation";
import { operationViews } from "./operation-view";
import type { OperationView } from "./schemas";

interface Decision {
  readonly decision: "approved" | "rejected";
  readonly reason: string | null;
  /** The one that whoever decides has read, where it says so. */
  readonly revision: number | undefined;
  /** What becomes of the operation besides. */
  readonly change: { readonly state: "scheduled" | "draft"; readonly releasedN?: SQL; readonly notBefore?: SQL };
}

/** A fact of the operation itself: the first says that it was made. */
const DECISION_FACT = 2;

/**
 * Decides on an operation that waits for approval, and announces it. Nobody decides on what they made; the table
 * refuses that too.
 *
 * Throws ServiceError NOT_FOUND; FAILED_PRECONDITION for one that does not wait, and for its maker; STALE where
 * `revision` is no longer so.
 */
export async function decideOperation(
  transaction: Transaction,
  principal: Principal,
  id: string,
  { decision, reason, revision, change }: Decision,
): Promise<{ readonly result: OperationView; readonly audit: AuditFacts }> {
  const operationId = fromPublicId("op", id);
  if (operationId === null) throw notFound();
  const isIt = and(eq(operations.operationId, operationId), mayDecideOperation(principal));
  const isAsRead = revision === undefined ? undefined : eq(operations.revision, revision);
  const [decided] = await transaction
    .update(operations)
    .set({
      decision,
      decidedById: principal.id,
      decidedByName: principal.name,
      decisionReason: reason,
      decidedAt: sql`now()`,
      ...change,
    })
    .where(and(isIt, isAsRead, eq(operations.state, "awaiting_approval"), ne(operations.ownerId, principal.id)))
    .returning({ realm: operations.realm });
  const [row] = await transaction.select(OPERATION_COLUMNS).from(operations).where(isIt);
  if (!row) throw notFound();
  if (!decided && revision !== undefined && revision !== row.revision) throw staleRevision();
  if (!decided) throw new ServiceError("FAILED_PRECONDITION", whyNot(row.state, row.ownerId === principal.id));
  await transaction.insert(outbox).values({
    deviceId: operationId,
    version: DECISION_FACT,
    i: 0,
    eventId: newUuid(),
    operationId,
    realm: decided.realm,
    type: `dmwsi.operation.${decision}.v1`,
    data: { by: { id: principal.id, name: principal.name }, reason },
  });
  const [result] = await operationViews(transaction, [row]);
  if (!result) throw new Error("A row gave no view.");
  const facts = { before: { state: "awaiting_approval" }, after: { state: result.state, decision } };
  return { result, audit: { object: id, ...facts, ...(reason !== null && { reason }) } };
}

function notFound(): ServiceError {
  return new ServiceError("NOT_FOUND", "There is no such operation.");
}

function whyNot(state: string, isMaker: boolean): string {
  if (state !== "awaiting_approval") return `The operation does not wait for approval: it is ${state}.`;
  return isMaker ? "Somebody else than who started it has to decide." : "The operation cannot be decided on.";
}
