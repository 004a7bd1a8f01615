import { newUuid } from "../../ids";
import type { Answer, PushNews } from "../../oma-dm";
import type { OpenPush } from "../operations/plans";
import type { TaskStepFact } from "./save-document";
import type { RunningTask, TaskChanges } from "./task-changes";

type PushChanges = Pick<TaskChanges, "steps" | "results" | "timers">;

/** What news of a push that was not brought by a session mean for its task. */
export function pushChanges(entry: RunningTask, open: OpenPush, news: PushNews): PushChanges {
  const timers = [{ operationId: entry.task.operationId, kind: "push_timeout" as const, seconds: open.withinSeconds }];
  return {
    ...changesBy(entry, { kind: "push", step: open.step, push: news }, news.state === "taken"),
    timers: news.state === "prepared" ? timers : [],
  };
}

/** What it means for a task that no session has proven its push in time. */
export function pushTimeoutChanges(entry: RunningTask, open: OpenPush): PushChanges {
  return { ...changesBy(entry, { kind: "timeout", step: open.step }, false), timers: [] };
}

function changesBy(entry: RunningTask, answer: Answer, notified: boolean): Omit<PushChanges, "timers"> {
  const { task, run, rows } = entry;
  const { operationId, attempt } = task;
  run.give([answer]);
  const verdict = run.verdict();
  const data = { answers: [answer], ...(verdict && { result: verdict.result }) };
  return { steps: stepOf(entry, notified), results: [{ operationId, attempt, n: rows, data }] };
}

function stepOf({ task, run, state }: RunningTask, notified: boolean): TaskStepFact[] {
  const step = { operationId: task.operationId, from: state, eventId: newUuid() };
  const verdict = run.verdict();
  if (verdict?.state === "failed") {
    const { outcome, reason } = verdict;
    const why = { outcome, reasonCode: reason.code, reasonText: reason.text, data: { outcome } };
    return [{ ...step, to: "failed", type: "dmwsi.task.failed.v1", clearTimers: true, ...why }];
  }
  return notified && (state === "queued" || state === "scheduled") ? [{ ...step, to: "notified" }] : [];
}
