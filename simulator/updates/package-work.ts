import { setTimeout as sleep } from "node:timers/promises";
import { type DownloadEnd, type DownloadMishap, type DownloadOrder, downloadPackage } from "./download";
import { codesOf, type UpdateFailure } from "./failures";
import type { HeldPackage } from "./package-sink";
import type { UpdateSurroundings } from "./surroundings";

const REPORT_TRIES = 3;
const REPORT_PAUSE_MS = 300;
/** Where in a package a connection breaks that is to: from a quarter to three quarters. */
const CUT_FROM = 0.25;
const CUT_SPAN = 0.5;

/** Gets a package, through the device's fault, and reports on the download where a descriptor asks for it. */
export async function fetchPackage(
  around: UpdateSurroundings,
  url: string,
  { roomOctets, patienceMs }: Pick<DownloadOrder, "roomOctets" | "patienceMs">,
): Promise<DownloadEnd> {
  const end =
    around.fault === "noMemoryForDownload"
      ? { held: null, failure: "noMemoryForDownload" as const, installNotifyUri: null }
      : await downloadPackage(around, { url, roomOctets, patienceMs }, mishapOf(around));
  if (end.installNotifyUri !== null) await reportDownload(around, end.installNotifyUri, end.failure);
  return end;
}

/** Why a package is not installed; null: it is. `version`: of what it would replace; null: of nothing. */
export function refusalToInstall(
  { fault, tree }: UpdateSurroundings,
  { header: { models, from } }: HeldPackage,
  version: string | null,
): UpdateFailure | null {
  if (models.length > 0 && !models.includes(tree.ownValue("./DevInfo/Mod") ?? "")) return "unfit";
  if (from.length > 0 && version !== null && !from.includes(version)) return "unfit";
  if (fault === "noMemoryForInstall") return "noMemoryForInstall";
  if (fault === "doneStateOnFailure") return "installFailed";
  return fault === "batteryLow" ? "deviceError" : null;
}

function mishapOf({ fault, random }: UpdateSurroundings): DownloadMishap {
  const isCut = fault === "cutDownload" || fault === "rebootInDownload" || fault === "truncatedDownload";
  return {
    cutAt: isCut ? CUT_FROM + CUT_SPAN * random.next() : null,
    cuts: fault === "truncatedDownload" ? "always" : fault === "rebootInDownload" ? "reboot" : "once",
    seesWrongDigest: fault === "wrongDigest",
  };
}

/** A report that is lost is no reason not to go on [OMA Download 1.0]. */
async function reportDownload(
  { http, stopped }: UpdateSurroundings,
  url: string,
  failure: UpdateFailure | null,
): Promise<void> {
  const line = Buffer.from(codesOf(failure).download, "utf8");
  for (let tries = 0; tries < REPORT_TRIES; tries += 1) {
    const reply = await http.post(url, "text/plain", line).catch(() => null);
    stopped.throwIfAborted();
    if (reply && reply.status < 500) return;
    await sleep(REPORT_PAUSE_MS, undefined, { signal: stopped });
  }
}
