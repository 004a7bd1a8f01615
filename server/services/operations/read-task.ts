import { and, asc, eq } from "drizzle-orm";
import { operations, results, tasks } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { fromTaskId } from "../../ids";
import type { Answer } from "../../oma-dm";
import { mayUseDevice, mayUseOperation } from "../authorization";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { findKind } from "./kinds";
import { startPlanRun, taskSteps } from "./plans";
import { deliveredOperation } from "./recipients";
import { TaskIdInput, TaskView } from "./schemas";
import { taskDownloads } from "./task-downloads";
import { type TaskRow, taskRows } from "./task-rows";
import { type TaskOutput, taskView } from "./task-view";

/**
 * A task with what its plan has asked the device so far, and its result: for whose operation it is, and for those to whom
 * it is delivered in full; for those to whom the result is delivered, that alone.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const readTask = useCase({
  name: "task.read",
  scope: "operations:read",
  input: TaskIdInput,
  output: TaskView,
  audit: false,
  async run(context, transaction, input) {
    const id = fromTaskId(input.id);
    if (!id) throw notFound();
    const { principal } = context;
    const own = await operationOf(transaction, principal, id.operationId);
    const delivery = own ? null : await deliveredOperation(transaction, principal, id.operationId);
    const operation = own ?? delivery?.operation;
    if (!operation) throw notFound();
    const [row] = await taskRows(transaction).where(
      and(eq(tasks.deviceId, id.deviceId), eq(tasks.operationId, id.operationId), mayUseDevice(principal)),
    );
    if (!row) throw notFound();
    const output = await outputOf(transaction, operation, row);
    if (delivery?.detail === "result") return taskView(row, { steps: [], downloads: [], result: output.result });
    return taskView(row, { ...output, downloads: await taskDownloads(transaction, row) });
  },
});

async function operationOf(transaction: Transaction, principal: Principal, operationId: string) {
  const [row] = await transaction
    .select()
    .from(operations)
    .where(and(eq(operations.operationId, operationId), mayUseOperation(principal)));
  return row;
}

interface StoredAnswers {
  readonly answers: readonly Answer[];
  readonly result?: unknown;
}

/** The steps are the plan's own account of them: it is run again over the answers it was given. */
async function outputOf(
  transaction: Transaction,
  operation: { readonly kind: string; readonly kindVersion: number; readonly params: unknown },
  { task, devId }: TaskRow,
): Promise<Omit<TaskOutput, "downloads">> {
  const rows = await transaction
    .select({ data: results.data })
    .from(results)
    .where(
      and(
        eq(results.deviceId, task.deviceId),
        eq(results.operationId, task.operationId),
        eq(results.attempt, task.attempt),
      ),
    )
    .orderBy(asc(results.n));
  const stored = rows.map((row) => row.data as StoredAnswers);
  const result = stored.findLast((data) => data.result !== undefined)?.result;
  const kind = findKind(operation.kind, operation.kindVersion);
  if (!kind) return { steps: [], result };
  const run = startPlanRun({
    key: task.operationId,
    kind,
    device: { devId },
    params: operation.params,
    attempt: task.attempt,
    answers: stored.flatMap((data) => data.answers),
  });
  return { steps: taskSteps(run), result };
}

function notFound(): ServiceError {
  return new ServiceError("NOT_FOUND", "There is no such task.");
}
