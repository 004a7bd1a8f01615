import { newUuid } from "../../ids";
import type { Answer, Effect } from "../../oma-dm";
import type { PlanRun, PlanVerdict } from "../operations/plans";
import type { TaskState } from "../operations/schemas";
import type { LoadedTask, StoredResult } from "./device-snapshot";
import type { ResultFact, TaskStepFact } from "./save-document";

/** A task under way in this process: its plan, its state as last stored, and how many rows its attempt has. */
export interface RunningTask {
  readonly task: LoadedTask;
  readonly run: PlanRun;
  readonly state: TaskState;
  readonly rows: number;
  readonly interruptions: number;
}

export interface TaskChanges {
  readonly steps: readonly TaskStepFact[];
  readonly results: readonly ResultFact[];
  /** What is left running; ended and backed-off tasks are gone. */
  readonly running: readonly RunningTask[];
}

/** Sessions that may end in the middle of one attempt before the attempt counts as failed. */
const INTERRUPTIONS_MAX = 5;

/**
 * What the effects of one message mean for the device's tasks. `sessionOver` sends tasks whose commands are unanswered
 * back to the queue.
 */
export function taskChanges(
  running: readonly RunningTask[],
  effects: readonly Effect[],
  sessionOver: boolean,
): TaskChanges {
  const touched = new Map<string, { readonly answers: Answer[]; sent: boolean }>();
  for (const effect of effects) {
    if (effect.kind !== "task") continue;
    const entry = touched.get(effect.task) ?? { answers: [], sent: false };
    entry.answers.push(...effect.answers);
    entry.sent ||= effect.sent;
    touched.set(effect.task, entry);
  }
  const steps: TaskStepFact[] = [];
  const results: ResultFact[] = [];
  const left: RunningTask[] = [];
  for (const entry of running) {
    const touch = touched.get(entry.task.operationId);
    const change = touch || sessionOver ? changeOf(entry, touch, sessionOver) : { steps: [], next: entry };
    steps.push(...change.steps);
    if (change.result) results.push(change.result);
    if (change.next) left.push(change.next);
  }
  return { steps, results, running: left };
}

interface Change {
  readonly steps: readonly TaskStepFact[];
  readonly result?: ResultFact;
  readonly next: RunningTask | null;
}

function changeOf(
  entry: RunningTask,
  touch: { readonly answers: readonly Answer[]; readonly sent: boolean } | undefined,
  sessionOver: boolean,
): Change {
  const { task, run } = entry;
  const answers = touch?.answers ?? [];
  const progress = run.progress();
  const verdict = run.verdict();
  if (progress.kind === "ended" && verdict) {
    return {
      steps: endSteps(entry, verdict),
      result: resultFact(entry, { answers, result: verdict.result }),
      next: null,
    };
  }
  if (sessionOver && progress.kind === "commands" && (entry.state === "in_session" || touch?.sent)) {
    return interrupted(entry, answers);
  }
  const to: TaskState =
    progress.kind === "alert" ? "waiting_device" : touch?.sent || answers.length > 0 ? "in_session" : entry.state;
  const timer =
    progress.kind === "alert" ? { timer: "alert_timeout" as const, timerSeconds: progress.withinSeconds } : {};
  return {
    steps: stepsTo(entry, to, timer),
    ...(answers.length > 0 && { result: resultFact(entry, { answers }) }),
    next: { ...entry, state: to, rows: entry.rows + (answers.length > 0 ? 1 : 0) },
  };
}

/** The session ended while commands were out: back to the queue, in the same attempt, a bounded number of times. */
export function interrupted(entry: RunningTask, answers: readonly Answer[]): Change {
  const result = resultFact(entry, { answers, interrupted: true });
  if (entry.interruptions + 1 >= INTERRUPTIONS_MAX) {
    const verdict: PlanVerdict = {
      state: "failed",
      outcome: "error",
      reason: { code: "timed_out", text: "The device left the session again and again before it had answered." },
      retryable: true,
      result: null,
    };
    return { steps: endSteps(entry, verdict), result, next: null };
  }
  return { steps: stepsTo(entry, "queued", {}), result, next: null };
}

/** The steps that end a task, or send it into back-off when the verdict allows another attempt. */
export function endSteps(entry: RunningTask, verdict: PlanVerdict): readonly TaskStepFact[] {
  const { task } = entry;
  if (verdict.state === "succeeded") {
    return stepsTo(entry, "succeeded", {
      outcome: verdict.outcome,
      type: "dmwsi.task.succeeded.v1",
      data: { outcome: verdict.outcome },
    });
  }
  if (verdict.retryable && task.attempt < task.attemptsMax) {
    return stepsTo(entry, "queued", {
      attempt: task.attempt + 1,
      retrySeconds: task.backoffSeconds,
      reasonCode: "retry_backoff",
      reasonText: verdict.reason.text,
      timer: "retry",
      timerSeconds: task.backoffSeconds,
    });
  }
  return stepsTo(entry, "failed", {
    outcome: verdict.outcome,
    reasonCode: verdict.reason.code,
    reasonText: verdict.reason.text,
    type: "dmwsi.task.failed.v1",
    data: { outcome: verdict.outcome },
  });
}

/** Through `in_session` where the state machine has no direct step. */
function stepsTo(entry: RunningTask, to: TaskState, facts: Partial<TaskStepFact>): readonly TaskStepFact[] {
  if (entry.state === to) return [];
  const operationId = entry.task.operationId;
  const clear = entry.state === "waiting_device" || entry.task.attempt > 1 ? { clearTimers: true as const } : {};
  const last = (from: TaskState): TaskStepFact => ({ operationId, from, to, eventId: newUuid(), ...clear, ...facts });
  const detour = entry.state !== "in_session" && entry.state !== "waiting_device" && to !== "in_session";
  if (!detour) return [last(entry.state)];
  return [{ operationId, from: entry.state, to: "in_session", eventId: newUuid() }, last("in_session")];
}

function resultFact(entry: RunningTask, data: StoredResult): ResultFact {
  return { operationId: entry.task.operationId, attempt: entry.task.attempt, n: entry.rows, data };
}
