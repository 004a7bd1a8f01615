import { newUuid } from "../../ids";
import type { Answer, DownloadReport, Effect, Progress } from "../../oma-dm";
import { findKind } from "../operations/kinds";
import type { PlanRun, PlanVerdict } from "../operations/plans";
import type { TaskState } from "../operations/schemas";
import type { LoadedTask, StoredResult } from "./device-snapshot";
import type { ResultFact, TaskStepFact, TimerFact } from "./save-document";

/** A task under way in this process: its plan, its state as last stored, and how many rows its attempt has. */
export interface RunningTask {
  readonly task: LoadedTask;
  readonly run: PlanRun;
  readonly state: TaskState;
  readonly rows: number;
  readonly interruptions: number;
  /** What the device's model is known not to know is not tried; of `groups` those alone. */
  readonly sparesDevice: boolean | "groups";
}

/** What is to be stored for tasks, and which of them are left running; ended and backed-off tasks are gone. */
export interface TaskChanges {
  readonly steps: readonly TaskStepFact[];
  readonly results: readonly ResultFact[];
  readonly timers: readonly TimerFact[];
  readonly running: readonly RunningTask[];
  /** Nodes that a plan proved to be gone from the device. */
  readonly gone: readonly string[];
}

/** Sessions that may end in the middle of one attempt before the attempt counts as failed. */
const INTERRUPTIONS_MAX = 5;
const NOTHING: TaskChanges = { steps: [], results: [], timers: [], running: [], gone: [] };

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
  return together(
    running.map((entry) => {
      const touch = touched.get(entry.run.key);
      if (!touch && !sessionOver) return { ...NOTHING, running: [entry] };
      return changesOf(entry, touch?.answers ?? [], touch?.sent ?? false, sessionOver);
    }),
  );
}

/** A session ended without a word: tasks whose commands were out go back to the queue. */
export function silenceChanges(running: readonly RunningTask[]): TaskChanges {
  return together(running.map((entry) => (entry.state === "in_session" ? interruption(entry, []) : NOTHING)));
}

/**
 * What it means for a task that what it waits for did not come in time: an alert, or the device itself, for commands that
 * are not to wait for ever. There is no session: commands that the plan wants next wait in the queue.
 */
export function timeoutChanges(entry: RunningTask): TaskChanges {
  const waiting = entry.run.progress();
  if (waiting.kind !== "alert" && !isBounded(waiting)) return NOTHING;
  const answers: Answer[] = [{ kind: "timeout", step: waiting.step }];
  entry.run.give(answers);
  return wentOnAlone(entry, answers);
}

/**
 * What it means for a task that its device reported on a download, outside of any session. Where its plan does not wait
 * for that, it is kept for when it will.
 */
export function reportChanges(entry: RunningTask, report: DownloadReport): TaskChanges {
  const waiting = entry.run.progress();
  const answers: Answer[] = [{ kind: "report", report }];
  const progress = entry.run.give(answers);
  const isTaken = waiting.kind === "alert" && (progress.kind !== "alert" || progress.step !== waiting.step);
  if (isTaken) return wentOnAlone(entry, answers);
  return { ...NOTHING, results: [resultFact(entry, { answers })], running: [{ ...entry, rows: entry.rows + 1 }] };
}

/** A plan has gone on without a session: what it wants next of the device waits in the queue. */
function wentOnAlone(entry: RunningTask, answers: readonly Answer[]): TaskChanges {
  const progress = entry.run.progress();
  const wantsSession = progress.kind === "commands" || progress.kind === "offer";
  return wantsSession ? moved(entry, answers, "queued", progress) : outcome(entry, answers, progress);
}

function changesOf(entry: RunningTask, answers: readonly Answer[], sent: boolean, sessionOver: boolean): TaskChanges {
  const progress = entry.run.progress();
  if (progress.kind !== "commands") {
    return answers.length > 0 || progress.kind === "ended"
      ? outcome(entry, answers, progress)
      : { ...NOTHING, running: [entry] };
  }
  if (sessionOver && (sent || entry.state === "in_session")) return interruption(entry, answers);
  // What it wants next it is sent in another session: answers alone, to what an earlier one left, do not put it into this one.
  if (sessionOver) return moved(entry, answers, answers.length > 0 ? "queued" : entry.state, progress);
  return moved(entry, answers, sent || answers.length > 0 ? "in_session" : entry.state, progress);
}

/** The plan ended, or waits for an alert. */
function outcome(entry: RunningTask, answers: readonly Answer[], progress: Progress): TaskChanges {
  const verdict = entry.run.verdict();
  if (!verdict) return moved(entry, answers, "waiting_device", progress);
  const results = [resultFact(entry, { answers, result: verdict.result })];
  return { ...ended(entry, verdict), results, gone: goneNodes(entry, verdict) };
}

function moved(entry: RunningTask, answers: readonly Answer[], to: TaskState, progress: Progress): TaskChanges {
  const given = answers.length > 0;
  return {
    steps: stepsTo(entry, to, {}),
    results: given ? [resultFact(entry, { answers })] : [],
    timers: timersOf(entry, to, progress),
    running: [{ ...entry, state: to, rows: entry.rows + (given ? 1 : 0) }],
    gone: NOTHING.gone,
  };
}

/** Commands in a session have its time; in the queue they have their own, where they have any. */
function timersOf({ task }: RunningTask, to: TaskState, progress: Progress): readonly TimerFact[] {
  if (progress.kind !== "alert" && !(isBounded(progress) && to === "queued")) return [];
  return [{ operationId: task.operationId, kind: "alert_timeout", seconds: progress.withinSeconds }];
}

type BoundedCommands = Extract<Progress, { kind: "commands" }> & { readonly withinSeconds: number };

function isBounded(progress: Progress): progress is BoundedCommands {
  return progress.kind === "commands" && progress.withinSeconds !== undefined;
}

/** The session ended while commands were out: back to the queue, in the same attempt, a bounded number of times. */
function interruption(entry: RunningTask, answers: readonly Answer[]): TaskChanges {
  const results = [resultFact(entry, { answers, interrupted: true })];
  if (entry.interruptions + 1 < INTERRUPTIONS_MAX) {
    const timers = timersOf(entry, "queued", entry.run.progress());
    return { ...NOTHING, steps: stepsTo(entry, "queued", {}), results, timers };
  }
  const verdict: PlanVerdict = {
    state: "failed",
    outcome: "error",
    reason: { code: "timed_out", text: "The device left the session again and again before it had answered." },
    retryable: true,
    result: null,
  };
  return { ...ended(entry, verdict), results };
}

/** The steps that end a task, or send it into back-off when the verdict allows another attempt. */
function ended(entry: RunningTask, verdict: PlanVerdict): TaskChanges {
  const { task } = entry;
  const data = { outcome: verdict.outcome };
  if (verdict.state === "succeeded") {
    const facts = { outcome: verdict.outcome, type: "dmwsi.task.succeeded.v1", data };
    return { ...NOTHING, steps: stepsTo(entry, "succeeded", facts) };
  }
  const { code: reasonCode, text: reasonText } = verdict.reason;
  if (!verdict.retryable || task.attempt >= task.attemptsMax) {
    const facts = { outcome: verdict.outcome, reasonCode, reasonText, type: "dmwsi.task.failed.v1", data };
    return { ...NOTHING, steps: stepsTo(entry, "failed", facts) };
  }
  const backoff = task.backoffSeconds;
  const again = { attempt: task.attempt + 1, retrySeconds: backoff, reasonCode: "retry_backoff", reasonText };
  return {
    ...NOTHING,
    steps: stepsTo(entry, "queued", again),
    timers: [{ operationId: task.operationId, kind: "retry", seconds: backoff }],
  };
}

function goneNodes({ task }: RunningTask, { result }: PlanVerdict): readonly string[] {
  return result === null ? [] : (findKind(task.kind, task.kindVersion)?.gone?.(result) ?? []);
}

/**
 * Through `in_session` where the state machine has no direct step. A task that is there already and only stays takes none;
 * one whose next attempt waits where this one did takes both, for a step is what changes the attempt.
 */
function stepsTo(entry: RunningTask, to: TaskState, facts: Partial<TaskStepFact>): readonly TaskStepFact[] {
  if (entry.state === to && facts.attempt === undefined) return [];
  const operationId = entry.task.operationId;
  const mayHaveTimers = entry.state === "waiting_device" || entry.task.attempt > 1 || entry.run.isTimed;
  const clear = mayHaveTimers ? { clearTimers: true as const } : {};
  const last = (from: TaskState): TaskStepFact => ({ operationId, from, to, eventId: newUuid(), ...clear, ...facts });
  const direct = entry.state === "in_session" || entry.state === "waiting_device" || to === "in_session";
  if (direct) return [last(entry.state)];
  return [{ operationId, from: entry.state, to: "in_session", eventId: newUuid() }, last("in_session")];
}

function resultFact(entry: RunningTask, data: StoredResult): ResultFact {
  return { operationId: entry.task.operationId, attempt: entry.task.attempt, n: entry.rows, data };
}

function together(changes: readonly TaskChanges[]): TaskChanges {
  // Nearly every message is about one task.
  if (changes.length <= 1) return changes[0] ?? NOTHING;
  return {
    steps: changes.flatMap((change) => change.steps),
    results: changes.flatMap((change) => change.results),
    timers: changes.flatMap((change) => change.timers),
    running: changes.flatMap((change) => change.running),
    gone: changes.flatMap((change) => change.gone),
  };
}
