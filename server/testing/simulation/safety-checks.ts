import assert from "node:assert/strict";
import type { StoredResult } from "../../services/device-sessions/device-snapshot";
import { runKey } from "../../services/device-sessions/run-key";
import type { TaskStepFact } from "../../services/device-sessions/save-document";
import { kindsExcludeEachOther } from "../../services/operations/kinds";
import type { TaskState } from "../../services/operations/schemas";
import type { ModelDevice, ModelTask } from "./model-store";

/** As the trigger of the database has them; it refuses every other step. */
const LEGAL_STEPS: Readonly<Record<string, readonly TaskState[]>> = {
  scheduled: ["queued", "notified", "in_session", "failed", "cancelled", "expired"],
  queued: ["scheduled", "notified", "in_session", "failed", "cancelled", "expired"],
  notified: ["queued", "in_session", "failed", "cancelled", "expired"],
  in_session: ["waiting_device", "queued", "succeeded", "failed", "cancelled"],
  waiting_device: ["in_session", "queued", "succeeded", "failed", "cancelled", "expired"],
};

export function checkStep({ from, to }: TaskStepFact): void {
  assert.ok(LEGAL_STEPS[from]?.includes(to), `I1: the step ${from} to ${to} is not legal`);
}

/**
 * What an attempt is given beside answers to its commands is its own: a report on another Exec is none of its plan's, and
 * what is reported first of a download stays.
 */
export function checkAnswers(
  operationId: string,
  attempt: number,
  before: readonly StoredResult[],
  given: StoredResult,
): void {
  for (const [at, answer] of given.answers.entries()) {
    if (answer.kind === "alert" && answer.alert.correlator !== undefined) {
      const key = runKey({ operationId, attempt }).replace(".", "");
      const own = `${key.slice(-16)}-${attempt}-`;
      assert.ok(answer.alert.correlator.startsWith(own), `${answer.alert.correlator} is none of ${own}`);
    }
    if (answer.kind !== "report") continue;
    const { contentId } = answer.report;
    const earlier = [...before.flatMap(({ answers }) => answers), ...given.answers.slice(0, at)];
    const isSecond = earlier.some((one) => one.kind === "report" && one.report.contentId === contentId);
    assert.ok(!isSecond, `an attempt was given two reports on the download of ${contentId}`);
  }
}

/** The invariants I1 to I3 and I10 of `invariants.ts`, of one device after a commit. */
export function checkDevice(device: ModelDevice, nowMs: number): void {
  const { live, tasks, timers } = device;
  assert.equal(live.sessionKey === null, live.respTokenHash === null, "I2: a session without token, or the reverse");
  assert.ok(live.sessionKey === null || live.state !== null, "I2: an open session without a state");
  for (const [operationId, { state, attempt, terminal, retryAtMs, operation }] of tasks) {
    const hasEnded = LEGAL_STEPS[state] === undefined;
    const timer = (kind: string): boolean => timers.has(`${operationId} ${kind}`);
    assert.equal(terminal, Number(hasEnded), `I3: a task that is ${state} has ${terminal} terminal facts`);
    assert.ok(attempt <= operation.attemptsMax, `attempt ${attempt} of ${operation.attemptsMax}`);
    assert.ok(state !== "in_session" || live.sessionKey !== null, "I10d: a task in session without a session");
    assert.ok(state !== "waiting_device" || timer("alert_timeout"), "I10b: a task waits without a timer");
    const isBackingOff = state === "queued" && retryAtMs !== null && retryAtMs > nowMs;
    assert.ok(!isBackingOff || timer("retry"), "I10: a back-off without a timer");
  }
  checkTurns([...tasks.values()].filter((task) => hasBegun(task, nowMs)));
}

/** Of kinds that may not run on a device at the same time, one at most has begun and is not over. */
function checkTurns(begun: readonly ModelTask[]): void {
  for (const [place, { operation: one }] of begun.entries()) {
    for (const { operation: other } of begun.slice(place + 1)) {
      const names = `${one.kind.kind} ${one.operationId} and ${other.kind.kind} ${other.operationId}`;
      assert.ok(!kindsExcludeEachOther(one.kind, other.kind), `${names} run at the same time`);
    }
  }
}

/** Something of its attempt was sent, and it is not over: not even by its time, of which the worker has still to tell. */
function hasBegun({ state, operation, attempt, results }: ModelTask, nowMs: number): boolean {
  if (operation.kind.excludes.length === 0 || LEGAL_STEPS[state] === undefined) return false;
  if (state === "in_session" || state === "waiting_device") return true;
  const isOverdue = operation.expiresAtMs !== null && operation.expiresAtMs <= nowMs;
  return !isOverdue && (results.get(attempt)?.length ?? 0) > 0;
}
