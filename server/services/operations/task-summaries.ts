import { asc, sql } from "drizzle-orm";
import { results } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { toTaskId } from "../../ids";
import type { TaskView } from "./schemas";
import type { TaskRow } from "./task-rows";
import { taskView } from "./task-view";

/** Views for lists: each task with its result, if its last attempt ended with one, and without its steps. */
export async function taskSummaries(transaction: Transaction, rows: readonly TaskRow[]): Promise<TaskView[]> {
  const found = await resultsOf(transaction, rows);
  return rows.map((row) =>
    taskView(row, { steps: [], downloads: [], result: found.get(toTaskId(row.task.deviceId, row.task.operationId)) }),
  );
}

/** By task id. */
async function resultsOf(transaction: Transaction, rows: readonly TaskRow[]): Promise<ReadonlyMap<string, unknown>> {
  const ended = rows.filter((row) => row.task.endedAt !== null);
  if (ended.length === 0) return new Map();
  const deviceIds = ended.map((row) => row.task.deviceId);
  const operationIds = ended.map((row) => row.task.operationId);
  const attempts = ended.map((row) => row.task.attempt);
  const found = await transaction
    .select({
      deviceId: results.deviceId,
      operationId: results.operationId,
      result: sql<unknown>`${results.data} -> 'result'`,
    })
    .from(results)
    .where(
      sql`(${results.deviceId}, ${results.operationId}, ${results.attempt}) in (select * from unnest(
          ${sql.param(deviceIds)}::uuid[], ${sql.param(operationIds)}::uuid[], ${sql.param(attempts)}::smallint[]))
        and ${results.data} ? 'result'`,
    )
    .orderBy(asc(results.n));
  return new Map(found.map((row) => [toTaskId(row.deviceId, row.operationId), row.result]));
}
