import type { TaskDownloadView } from "@/server/services/operations/schemas";

/** No event tells of octets, so whoever looks at a download asks. */
const ASKED_EVERY_MS = 1_500;

/** `waiting`: the device did not ask for it yet. `out`: every octet left the server at least once. */
export type DownloadPhase = "waiting" | "under_way" | "out";

type Progress = Pick<TaskDownloadView, "size" | "reached" | "startedAt">;

export function downloadPhase({ size, reached, startedAt }: Progress): DownloadPhase {
  if (reached >= size) return "out";
  return startedAt === null ? "waiting" : "under_way";
}

/** The download that goes on now: the first of which octets came and more are to come; null where none does. */
export function downloadUnderWay<D extends Progress>(downloads: readonly D[]): D | null {
  return downloads.find((download) => downloadPhase(download) === "under_way") ?? null;
}

/** How long until a task is asked for again for its downloads, in milliseconds; false: it moves by events only. */
export function downloadsAskedAgainIn(ended: boolean, downloads: readonly Progress[]): number | false {
  return !ended && downloads.some((download) => downloadPhase(download) !== "out") ? ASKED_EVERY_MS : false;
}
