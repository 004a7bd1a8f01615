import { and, asc, eq } from "drizzle-orm";
import { operations, results, tasks } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { fromTaskId } from "../../ids";
import type { Answer } from "../../oma-dm";
import { mayUseDevice, mayUseOperation } from "../authorization";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { findKind } from "./kinds";
import { startPlanRun, taskSteps } from "./plans";
import { TaskIdInput, TaskView } from "./schemas";
import { taskDownloads } from "./task-downloads";
import { type TaskRow, taskRows } from "./task-rows";
import { type TaskOutput, taskView } from "./task-view";

/** A task with what its plan has asked the device so far, and its result. Throws ServiceError NOT_FOUND. */
export const readTask = useCase({
  name: "task.read",
  scope: "operations:read",
  input: TaskIdInput,
  output: TaskView,
  audit: false,
  async run(context, transaction, input) {
    const id = fromTaskId(input.id);
    if (!id) throw notFound();
    const [operation] = await transaction
      .select({ kind: operations.kind, kindVersion: operations.kindVersion, params: operations.params })
      .from(operations)
      .where(and(eq(operations.operationId, id.operationId), mayUseOperation(context.principal)));
    if (!operation) throw notFound();
    const [row] = await taskRows(transaction).where(
      and(eq(tasks.deviceId, id.deviceId), eq(tasks.operationId, id.operationId), mayUseDevice(context.principal)),
    );
    if (!row) throw notFound();
    const output = await outputOf(transaction, operation, row);
    return taskView(row, { ...output, downloads: await taskDownloads(transaction, row) });
  },
});

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
