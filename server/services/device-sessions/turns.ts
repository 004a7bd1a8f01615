import { findKind, kindsExcludeEachOther } from "../operations/kinds";
import type { OperationKind } from "../operations/plans";
import type { RunningTask } from "./task-changes";

const NOBODY: ReadonlyMap<RunningTask, readonly RunningTask[]> = new Map();

/**
 * The tasks that have to wait, each with those it waits for: kinds that may not run on a device at the same time run one
 * after the other. One that has not begun waits for those that have, and for those whose turn comes first; it may begin
 * when they are over. Of a device's tasks in the order in which they are to run.
 */
export function waitingTasks(running: readonly RunningTask[]): ReadonlyMap<RunningTask, readonly RunningTask[]> {
  if (running.length < 2) return NOBODY;
  const waiting = new Map<RunningTask, readonly RunningTask[]>();
  const kinds = running.map(({ task }) => findKind(task.kind, task.kindVersion));
  for (const [place, entry] of running.entries()) {
    if (hasBegun(entry)) continue;
    const before = running.filter(
      (other, at) => (at < place || (at > place && hasBegun(other))) && exclude(kinds[place], kinds[at]),
    );
    if (before.length > 0) waiting.set(entry, before);
  }
  return waiting;
}

function hasBegun({ state, rows }: RunningTask): boolean {
  return state === "in_session" || state === "waiting_device" || rows > 0;
}

function exclude(one: OperationKind | null | undefined, other: OperationKind | null | undefined): boolean {
  return one != null && other != null && kindsExcludeEachOther(one, other);
}
