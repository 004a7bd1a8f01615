import { eq, inArray, type SQL, sql } from "drizzle-orm";
import { operationCounts } from "../../../drizzle/schema/events";
import { operations } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { toPublicId } from "../../ids";
import { deliveriesOf } from "./recipients";
import type { DeliveryView, OperationCounts, OperationState, OperationView, TaskState } from "./schemas";
import { shownParameters } from "./sealed-parameters";

type OperationRow = typeof operations.$inferSelect;

/** One row of `operation_counts`. `outcome` is that of failed tasks, else "". */
interface CountRow {
  readonly state: TaskState;
  readonly outcome: string;
  readonly count: number;
}

/** The operation's time has come, whether or not the clock work has reached it. */
export const isDue: SQL = sql`(${operations.notBefore} is null or ${operations.notBefore} <= now())`;

/** The state that readers are shown: a scheduled operation whose time has come is running. */
export const shownOperationState = sql<OperationState>`case when ${operations.state} = 'scheduled' and ${isDue}
  then 'running'::operation_state else ${operations.state} end`;

/** Whether readers are shown this state. Said of the column itself, so that its index serves: few operations are in most states. */
export function isShownInState(state: OperationState): SQL {
  switch (state) {
    case "running":
      return sql`(${operations.state} in ('running', 'scheduled') and (${operations.state} = 'running' or ${isDue}))`;
    case "scheduled":
      return sql`(${operations.state} = 'scheduled' and not ${isDue})`;
    default:
      return eq(operations.state, state);
  }
}

/** `row` is one that was read, or one that is about to be written, at that time. */
export function operationView(
  row: Omit<OperationRow, "createdAt">,
  createdAt: Date,
  counts: readonly CountRow[],
  delivery: DeliveryView | null,
): OperationView {
  return {
    id: toPublicId("op", row.operationId),
    kind: row.kind,
    state: row.state,
    params: shownParameters(row.params),
    target: row.target,
    priority: row.priority,
    counts: countsOf(row, counts),
    createdAt: createdAt.toISOString(),
    createdBy: { kind: row.ownerKind, id: row.ownerId, name: row.ownerName },
    startAt: row.notBefore?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    approval: row.approvalCause && {
      cause: row.approvalCause,
      decision: row.decision,
      by: row.decidedById === null ? null : { id: row.decidedById, name: row.decidedByName ?? "" },
      reason: row.decisionReason,
      at: row.decidedAt?.toISOString() ?? null,
    },
    reference: row.reference,
    delivery,
    revision: row.revision,
  };
}

/** Views of operations whose rows carry the shown state, with their counts, in the order given. */
export async function operationViews(
  transaction: Transaction,
  rows: readonly OperationRow[],
): Promise<OperationView[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.operationId);
  const counts = await transaction.select().from(operationCounts).where(inArray(operationCounts.operationId, ids));
  const deliveries = await deliveriesOf(transaction, ids);
  return rows.map((row) =>
    operationView(
      row,
      row.createdAt,
      counts.filter((count) => count.operationId === row.operationId),
      deliveries.get(row.operationId) ?? null,
    ),
  );
}

const COUNT_NAMES: Readonly<Record<TaskState, keyof OperationCounts>> = {
  scheduled: "scheduled",
  queued: "queued",
  notified: "notified",
  in_session: "inSession",
  waiting_device: "waitingDevice",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
  expired: "expired",
};

/** Every task is counted once. Tasks still scheduled in an operation that runs are queued. */
function countsOf(row: Pick<OperationRow, "total" | "state">, rows: readonly CountRow[]): OperationCounts {
  const counts: OperationCounts = {
    total: row.total,
    scheduled: 0,
    queued: 0,
    notified: 0,
    inSession: 0,
    waitingDevice: 0,
    succeeded: 0,
    unconfirmed: 0,
    failed: 0,
    cancelled: 0,
    expired: 0,
  };
  for (const { state, outcome, count } of rows) {
    if (state === "failed" && outcome === "unconfirmed") counts.unconfirmed += count;
    else if (state === "scheduled" && row.state === "running") counts.queued += count;
    else counts[COUNT_NAMES[state]] += count;
  }
  return counts;
}
