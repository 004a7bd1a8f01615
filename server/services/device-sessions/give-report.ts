import type { DownloadReport } from "../../oma-dm";
import type { DeviceStore } from "./device-store";
import { runningTaskOf } from "./running-tasks";
import { reportChanges } from "./task-changes";

const RACES_MAX = 5;

/**
 * Gives a task's plan what its device reported of a download, beside any session. What was reported first stays; what comes
 * before a later attempt has offered the content is about an earlier one, and is nothing to it. false: the task is not to
 * be had now, or the device changed again and again meanwhile.
 */
export async function giveReport(
  store: Pick<DeviceStore, "load" | "change">,
  deviceId: string,
  operationId: string,
  report: DownloadReport,
): Promise<boolean> {
  for (let race = 0; race < RACES_MAX; race += 1) {
    const snapshot = await store.load(deviceId);
    const task = snapshot?.tasks.find((one) => one.operationId === operationId);
    if (!snapshot || !task) return false;
    const answers = (task.results ?? []).flatMap((row) => row.answers);
    if (answers.some((one) => one.kind === "report" && one.report.contentId === report.contentId)) return true;
    if (task.attempt > 1 && !answers.some((one) => one.kind === "offer")) return true;
    const running = runningTaskOf(snapshot, task);
    if (!running) return false;
    const { steps, results, timers } = reportChanges(running, report);
    const queued = steps.some((step) => step.to === "queued");
    const { realm } = snapshot.device;
    const facts = { realm, steps, results, timers, ...(queued && { wake: 0 }) };
    if (await store.change(deviceId, snapshot.live.version, facts)) return true;
  }
  return false;
}
