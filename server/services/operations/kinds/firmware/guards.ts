import { misfitOf, versionObjection } from "../../../contents";
import { failed, type OfferedContent, type PlanVerdict, succeeded } from "../../plans";
import type { FirmwareResult } from "./parameters";
import { firmwareResult } from "./result";

/** What a device says of itself; null: it does not. */
export interface DeviceRead {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly version: string | null;
}

/**
 * What can be said before the device is told anything: that the content is for another device or another version, that
 * the device has it already, or that it would go back to an earlier version; null: it may be done. `override`: also back.
 */
export function verdictBefore(
  content: OfferedContent,
  device: DeviceRead,
  override: boolean,
): PlanVerdict<FirmwareResult> | null {
  const has = device.version;
  const notDone = (code: "content_unfit" | "downgrade", text: string) =>
    failed("error", { code, text, retryable: false, result: firmwareResult(content, has, { meaning: text }) });
  const misfit = misfitOf(content, device);
  if (misfit !== null) return notDone("content_unfit", misfit);
  const objection = versionObjection(content, has, override);
  if (objection?.code !== "already_there") return objection && notDone(objection.code, objection.text);
  const meaning = "The device has this version already; nothing was sent";
  return succeeded("verified", firmwareResult(content, has, { meaning, verified: true, seenVersion: has }));
}
