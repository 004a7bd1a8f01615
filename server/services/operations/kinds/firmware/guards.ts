import { compareVersions, isSameVersion } from "../../../../oma-dm";
import { failed, type OfferedContent, type PlanVerdict, succeeded } from "../../plans";
import { misfitOf } from "./fit";
import type { FirmwareResult } from "./parameters";
import { firmwareResult } from "./result";

/** What a device says of itself; null: it does not. */
export interface DeviceRead {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly version: string | null;
}

/** Versions that are told in a reason. */
const VERSIONS_TOLD_MAX = 10;

/**
 * What can be said before the device is told anything: that the content is for another device or another version, that
 * the device has it already, or that it would go back to an earlier version; null: it may be done. `override`: also back.
 */
export function verdictBefore(
  content: OfferedContent,
  device: DeviceRead,
  override: boolean,
): PlanVerdict<FirmwareResult> | null {
  const { version: to, fromVersions } = content;
  const has = device.version;
  const notDone = (code: "content_unfit" | "downgrade", text: string) =>
    failed("error", { code, text, retryable: false, result: firmwareResult(content, has, { meaning: text }) });
  const misfit = misfitOf(content, device);
  if (misfit !== null) return notDone("content_unfit", misfit);
  if (has === null) return null;
  if (to !== null && isSameVersion(has, to)) {
    const meaning = "The device has this version already; nothing was sent";
    return succeeded("verified", firmwareResult(content, has, { meaning, verified: true, seenVersion: has }));
  }
  if (to !== null && !override && compareVersions(to, has) === "older") {
    return notDone("downgrade", `The device has ${has}, which is later than ${to}.`);
  }
  if (fromVersions === null || fromVersions.some((from) => isSameVersion(from, has))) return null;
  const told = fromVersions.slice(0, VERSIONS_TOLD_MAX).join(", ");
  return notDone("content_unfit", `The content replaces ${told}, and the device has ${has}.`);
}
