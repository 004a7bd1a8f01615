import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { deviceLive, devices } from "../../../drizzle/schema/devices";
import { operations, tasks } from "../../../drizzle/schema/operations";
import { wakeUps } from "../../../drizzle/schema/wake-ups";
import type { Transaction } from "../../db/client";
import { isRiskyKind, kindsExcludeEachOther, newestKinds, operationKinds } from "./kinds";
import { isDue } from "./operation-view";
import type { TaskState } from "./schemas";

/** The state that readers are shown: a scheduled task that is released and due is queued. */
export const shownTaskState = sql<TaskState>`case when ${tasks.state} = 'scheduled'
  and ${tasks.n} <= ${operations.releasedN} and ${isDue} then 'queued'::task_state else ${tasks.state} end`;

/** What another process found out about a waiting task, and only somebody's doing changes. */
const LASTING_REASONS = ["authentication_failing", "acl_denied", "content_missing", "capability_missing"] as const;

/** Kinds that may not run beside each other on a device, as `one|other`. */
const EXCLUDING_PAIRS = operationKinds.flatMap((one) =>
  operationKinds.filter((other) => kindsExcludeEachOther(one, other)).map((other) => `${one.kind}|${other.kind}`),
);

/** Two devices use the id of the task's device, and the task could do harm: an administrator has to look first. */
const isHeld = sql<boolean>`(${devices.heldSince} is not null and ${operations.kind} = any(${sql.param(
  newestKinds.map(({ kind }) => kind).filter(isRiskyKind),
)}::text[]))`;

/** Another task of the device is in session, or one of a kind that may not run beside this one is under way. */
const isBehindOther = sql`exists (
  select 1 from tasks other join operations of_other on of_other.operation_id = other.operation_id
  where other.device_id = ${tasks.deviceId} and other.operation_id <> ${tasks.operationId}
    and (other.state = 'in_session' or (other.state = 'waiting_device'
      and ${operations.kind} || '|' || of_other.kind = any(${sql.param(EXCLUDING_PAIRS)}::text[]))))`;

/**
 * The code of the reason for which a task waits, or for which it ended as it did; null for one that goes on or
 * succeeded. Worked out when it is asked for, from what is so now; the first that applies counts.
 */
const reasonCode = sql<string | null>`case
  when ${tasks.state} in ('in_session', 'waiting_device') then null
  when ${tasks.endedAt} is not null then ${tasks.reasonCode}
  when ${operations.state} in ('draft', 'awaiting_approval') then 'approval_missing'
  when ${operations.state} = 'paused' then 'operation_paused'
  when ${tasks.n} > ${operations.releasedN} then 'wave_closed'
  when not ${isDue} then 'outside_window'
  when ${isHeld} then 'approval_missing'
  when ${tasks.retryAt} > now() then 'retry_backoff'
  when ${tasks.reasonCode} in ${[...LASTING_REASONS]} then ${tasks.reasonCode}
  when ${isBehindOther} then 'behind_other_operation'
  when ${deviceLive.sessionKey} is not null then 'device_in_session'
  when ${wakeUps.problem} is not null then 'wake_up_failed'
  else 'device_asleep' end`;

/** What only a task can be whose reason is this one, said so that few others are looked at: what `reasonCode` asks is dear. */
const SIGNS: Readonly<Record<string, SQL>> = {
  retry_backoff: sql`${tasks.retryAt} > now()`,
  device_in_session: isNotNull(deviceLive.sessionKey),
  wake_up_failed: isNotNull(wakeUps.problem),
  ...Object.fromEntries(
    [
      "approval_missing",
      "operation_paused",
      "wave_closed",
      "outside_window",
      "behind_other_operation",
      "device_asleep",
    ].map((code) => [code, isNull(tasks.endedAt)]),
  ),
};

/** Tasks that wait, or ended, for this reason. */
export function hasReason(code: string): SQL | undefined {
  return and(SIGNS[code] ?? eq(tasks.reasonCode, code), sql`${reasonCode} = ${code}`);
}

/**
 * Looks at an operation's tasks in their order until the page is full. The planner cannot know how many have a reason:
 * expecting few it would join all of a million and sort them.
 */
export async function walkInOrder(transaction: Transaction): Promise<void> {
  await transaction.execute(sql`select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('enable_sort', 'off', true)`);
}

const nextAttemptAt = sql`case when not ${isDue} then ${operations.notBefore}
  when ${tasks.retryAt} > now() then ${tasks.retryAt}
  when isfinite(${wakeUps.dueAt}) then ${wakeUps.dueAt} end`.mapWith(tasks.retryAt);

/** Tasks with all that their views are made of, for a condition, an order and a limit. */
export function taskRows(transaction: Transaction) {
  return transaction
    .select({
      task: tasks,
      kind: operations.kind,
      devId: devices.devId,
      state: shownTaskState,
      reasonCode,
      isHeld,
      wakeUpProblem: wakeUps.problem,
      wakeUpProblemSince: wakeUps.problemSince,
      wokenBy: wakeUps.sentBy,
      wakeUpReceipt: wakeUps.receipt,
      nextAttemptAt,
    })
    .from(tasks)
    .innerJoin(operations, eq(operations.operationId, tasks.operationId))
    .innerJoin(devices, eq(devices.deviceId, tasks.deviceId))
    .leftJoin(deviceLive, eq(deviceLive.deviceId, tasks.deviceId))
    .leftJoin(wakeUps, eq(wakeUps.deviceId, tasks.deviceId))
    .$dynamic();
}

export type TaskRow = Awaited<ReturnType<typeof taskRows>>[number];
