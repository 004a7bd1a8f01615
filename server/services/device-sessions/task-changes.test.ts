import { describe, expect, test } from "vitest";
import type { Answer, Effect } from "../../oma-dm";
import type { LoadedTask } from "./device-snapshot";
import { runningTaskOf } from "./running-tasks";
import { type RunningTask, taskChanges } from "./task-changes";
import { newDeviceSnapshot } from "./testing/device-snapshot";

const OPERATION = "018f0000-0000-7000-8000-000000000001";

/** A task that reads before it writes, its Get under way in a session that ended without a word. */
function leftTask(facts: Partial<LoadedTask> = {}): RunningTask {
  const task: LoadedTask = {
    operationId: OPERATION,
    state: "queued",
    attempt: 1,
    kind: "parameter.set",
    kindVersion: 2,
    params: { values: [{ uri: "./A", value: "b" }] },
    attemptsMax: 3,
    backoffSeconds: 60,
    results: [{ answers: [], interrupted: true }],
    ...facts,
  };
  const running = runningTaskOf(newDeviceSnapshot([task]), task);
  if (!running) throw new Error("there is no such kind");
  return running;
}

function given(running: RunningTask, answers: readonly Answer[]): Effect {
  running.run.give(answers);
  return { kind: "task", task: running.run.key, answers, sent: false };
}

describe("a task of which a new session hears that its commands were lost", () => {
  const lost: Answer = { kind: "lost", step: 0, index: 0 };

  test("goes on in that session", () => {
    const running = leftTask();
    expect(taskChanges([running], [given(running, [lost])], false).steps).toMatchObject([
      { from: "queued", to: "in_session" },
    ]);
  });

  test("stays in the queue when that session is over with the same message, and keeps what it heard", () => {
    const running = leftTask();
    const changes = taskChanges([running], [given(running, [lost])], true);
    expect(changes.steps).toEqual([]);
    expect(changes.results).toMatchObject([{ n: 1, data: { answers: [lost] } }]);
  });

  test("is tried again later, in its next attempt, when that ends its plan", () => {
    const atomic = [
      { command: "Exec", uri: "./A" },
      { command: "Delete", uri: "./B" },
    ];
    const failed: Answer = { kind: "status", step: 0, index: 2, status: 507 };
    const running = leftTask({
      kind: "script.run",
      kindVersion: 1,
      params: { commands: [{ command: "Atomic", commands: atomic }], onRefusal: "stop" },
      results: [{ answers: [failed] }, { answers: [], interrupted: true }],
    });
    const answers = [lost, { ...lost, index: 1 }];
    const { steps, timers } = taskChanges([running], [given(running, answers)], false);
    expect(steps).toMatchObject([
      { from: "queued", to: "in_session" },
      { from: "in_session", to: "queued", attempt: 2, retrySeconds: 60 },
    ]);
    expect(timers).toMatchObject([{ kind: "retry", seconds: 60 }]);
  });
});
