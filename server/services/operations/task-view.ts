import { toPublicId, toTaskId } from "../../ids";
import { describeReason } from "./plans";
import type { TaskDownloadView, TaskReason, TaskStepView, TaskView } from "./schemas";
import type { TaskRow } from "./task-rows";

/** What a task has to show for itself: the steps so far, contents on their way, and the result once it has one. */
export interface TaskOutput {
  readonly steps: TaskStepView[];
  readonly downloads: TaskDownloadView[];
  readonly result: unknown;
}

export function taskView(row: TaskRow, output: TaskOutput): TaskView {
  const { task } = row;
  return {
    id: toTaskId(task.deviceId, task.operationId),
    operationId: toPublicId("op", task.operationId),
    kind: row.kind,
    deviceId: toPublicId("dev", task.deviceId),
    devId: row.devId,
    state: row.state,
    outcome: task.outcome,
    reason: reasonOf(row),
    attempt: task.attempt,
    steps: output.steps,
    downloads: output.downloads,
    result: output.result ?? null,
    createdAt: task.createdAt.toISOString(),
    startedAt: task.startedAt?.toISOString() ?? null,
    finishedAt: task.endedAt?.toISOString() ?? null,
  };
}

/** Reasons that pass by themselves at a known time. */
const WITH_NEXT_ATTEMPT: ReadonlySet<string> = new Set([
  "outside_window",
  "retry_backoff",
  "wake_up_failed",
  "device_asleep",
]);

/** The same code as of an operation that nobody approved: somebody has to look before the device is touched. */
const HELD = {
  text: "Two devices use this device's id. What can do harm waits until an administrator has looked.",
  liftedBy: "an administrator",
};

function reasonOf(row: TaskRow): TaskReason | null {
  const { task, reasonCode } = row;
  if (reasonCode === null) return null;
  const known = describeReason(reasonCode);
  // Words that were stored with the same code say more than the code's own.
  const stored = task.reasonCode === reasonCode ? task.reasonText : null;
  const held = reasonCode === "approval_missing" && row.isHeld ? HELD : null;
  const text = held?.text ?? wakeUpText(reasonCode, row) ?? stored;
  const problemSince = reasonCode === "wake_up_failed" ? row.wakeUpProblemSince : null;
  const ended = task.endedAt !== null;
  return {
    code: reasonCode,
    text: text ?? known?.text ?? "",
    since: (task.endedAt ?? problemSince ?? task.stateSince).toISOString(),
    nextAttemptAt: !ended && WITH_NEXT_ATTEMPT.has(reasonCode) ? (row.nextAttemptAt?.toISOString() ?? null) : null,
    liftedBy: ended ? null : (held?.liftedBy ?? known?.liftedBy ?? null),
  };
}

/** What is known of the waking: why it could not be sent, or by which channel it was and what its peer reported. */
function wakeUpText(reasonCode: string, row: TaskRow): string | null {
  if (reasonCode === "wake_up_failed") return row.wakeUpProblem;
  if (reasonCode !== "device_asleep" || !row.wokenBy) return null;
  const receipt = row.wakeUpReceipt && RECEIPT_TEXTS[row.wakeUpReceipt];
  return `The device was woken by ${row.wokenBy} and has not come yet.${receipt ? ` ${receipt}` : ""}`;
}

const RECEIPT_TEXTS = {
  delivered: "The push was delivered.",
  failed: "The push could not be delivered.",
  expired: "The push was not delivered in time.",
  unknown: "Nobody knows whether the push was delivered.",
} as const;
