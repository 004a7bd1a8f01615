import { and, eq, sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import { operations, results, tasks } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { fromTaskId } from "../../ids";
import { mayUseDevice, mayUseOperation } from "../authorization";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { exchangesOfTask } from "./exchanges-of-task";
import { messageViews } from "./message-views";
import { operationIdOf } from "./run-key";
import { ReadTaskTraceInput, SessionMessagesView } from "./schemas";
import { instantText, ownersOf, reportsIn, type TracedExchange } from "./session-exchanges";

/** Messages that brought the task something, from its beginning on. */
const GIVEN_MAX = 2_000;
/** Exchanges that are shown. */
const EXCHANGES_MAX = 250;

/**
 * The messages that a task was about: those that carried its commands, and those that brought what its plan was given.
 * Empty while no command went out, and once they are no longer kept. Throws ServiceError NOT_FOUND.
 */
export const readTaskTrace = useCase({
  name: "task.read_trace",
  scope: "operations:read",
  input: ReadTaskTraceInput,
  output: SessionMessagesView,
  audit: false,
  async run(context, transaction, input) {
    const id = fromTaskId(input.id);
    const [task] = id
      ? await transaction
          .select({ deviceId: tasks.deviceId, operationId: tasks.operationId })
          .from(tasks)
          .innerJoin(operations, eq(operations.operationId, tasks.operationId))
          .innerJoin(devices, eq(devices.deviceId, tasks.deviceId))
          .where(
            and(
              eq(tasks.deviceId, id.deviceId),
              eq(tasks.operationId, id.operationId),
              mayUseOperation(context.principal),
              mayUseDevice(context.principal),
            ),
          )
      : [];
    if (!task) throw new ServiceError("NOT_FOUND", "There is no such task.");
    const { deviceId, operationId } = task;
    const searched = await exchangesOfTask(transaction, context.sealer, task);
    const given = await instantsOfResults(transaction, deviceId, operationId);
    const shown = new Set(exchangesOf(operationId, searched, given));
    const reports = await reportsIn(transaction, deviceId, searched);
    const owners = await ownersOf(transaction, context.principal, searched, reports);
    return { items: [...(await messageViews({ deviceId, exchanges: searched, shown, reports, owners }))] };
  },
});

/** When the plan was given something: the instants of the messages that brought it. */
async function instantsOfResults(
  transaction: Transaction,
  deviceId: string,
  operationId: string,
): Promise<ReadonlySet<string>> {
  const rows = await transaction
    .select({ at: instantText(sql`${results.at}`) })
    .from(results)
    .where(and(eq(results.deviceId, deviceId), eq(results.operationId, operationId)))
    .orderBy(results.attempt, results.n)
    .limit(GIVEN_MAX);
  return new Set(rows.map(({ at }) => at));
}

function exchangesOf(
  operationId: string,
  searched: readonly TracedExchange[],
  given: ReadonlySet<string>,
): readonly TracedExchange[] {
  return searched
    .filter(({ at, sent }) => given.has(at) || sent.some(([key]) => operationIdOf(key) === operationId))
    .slice(0, EXCHANGES_MAX);
}
