import { findKind } from "../operations/kinds";
import { type DownloadUrlOf, startPlanRun } from "../operations/plans";
import type { DeviceSnapshot, LoadedTask } from "./device-snapshot";
import { runKey } from "./run-key";
import type { RunningTask } from "./task-changes";

/**
 * The plans of a device's loaded tasks, gone on as far as their stored answers reach. A task whose kind or version this
 * process does not know is left to one that does. `downloadUrlOf`: where what they ask for may go to the device.
 */
export function runningTasksOf(snapshot: DeviceSnapshot, downloadUrlOf?: DownloadUrlOf): readonly RunningTask[] {
  const running: RunningTask[] = [];
  for (const task of snapshot.tasks) {
    const one = runningTaskOf(snapshot, task, downloadUrlOf);
    if (one) running.push(one);
  }
  return running;
}

export function runningTaskOf(
  snapshot: DeviceSnapshot,
  task: LoadedTask,
  downloadUrlOf?: DownloadUrlOf,
): RunningTask | null {
  const kind = findKind(task.kind, task.kindVersion);
  if (!kind) return null;
  const results = task.results ?? [];
  const run = startPlanRun({
    key: runKey(task),
    kind,
    device: snapshot.device,
    params: task.params,
    attempt: task.attempt,
    answers: results.flatMap((row) => row.answers),
    ...(downloadUrlOf && { downloadUrlOf }),
  });
  return {
    task,
    run,
    state: task.state,
    rows: results.length,
    interruptions: results.filter((row) => row.interrupted).length,
    sparesDevice: kind.sparesDevices ?? false,
  };
}
