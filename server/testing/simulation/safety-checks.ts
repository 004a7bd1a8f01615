import assert from "node:assert/strict";
import type { TaskStepFact } from "../../services/device-sessions/save-document";
import type { TaskState } from "../../services/operations/schemas";
import type { ModelDevice } from "./model-store";

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
}
