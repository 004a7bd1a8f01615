import { type FirmwareProfile, FUMO_NODES, firmwareProfile } from "../../../../oma-dm";
import {
  failed,
  type OfferedContent,
  offerContent,
  type Plan,
  type PlanVerdict,
  readingOf,
  together,
} from "../../plans";
import type { ObjectPlace } from "../objects/find-objects";
import { textOf } from "../objects/leaf-text";
import { findFirmwareObject } from "./find-object";
import { verdictBefore } from "./guards";
import type { FirmwareParams, FirmwareResult } from "./parameters";
import { firmwareResult } from "./result";

/** What an operation on a device's firmware goes by once it has looked. */
export interface FirmwareTarget {
  readonly content: OfferedContent;
  readonly object: ObjectPlace;
  readonly profile: FirmwareProfile;
  /** The operation names one of the device's objects, so it is that one's version that counts, not the device's own. */
  readonly isOfObject: boolean;
  /** null: the device does not tell. */
  readonly fromVersion: string | null;
  readonly timeouts: FirmwareParams["timeouts"];
}

type Looked =
  | { readonly target: FirmwareTarget; readonly verdict?: never }
  | { readonly target?: never; readonly verdict: PlanVerdict<FirmwareResult> };

const TOP = ".";
const MANUFACTURER = "./DevInfo/Man";
const MODEL = "./DevInfo/Mod";
export const FIRMWARE_VERSION = "./DevDetail/FwV";

/**
 * Looks at the content and at the device before the device is told anything: whether the content may still be had, is for
 * this device and is not there already, and where the device's object is.
 */
export function* lookAtTarget(params: FirmwareParams): Plan<Looked> {
  const content = yield* offerContent(params.content);
  if (content.problem !== undefined) {
    return { verdict: failed<FirmwareResult>("error", { code: "content_withdrawn", retryable: false, result: null }) };
  }
  const ofObject = params.root === undefined ? [] : [`${params.root}/${FUMO_NODES.pkgVersion}`];
  const asked = [TOP, MANUFACTURER, MODEL, FIRMWARE_VERSION, ...ofObject];
  const readings = yield* together(asked.map((uri) => ({ name: "Get", uri })));
  const [top, manufacturer, model, version, pkgVersion] = readings.map(readingOf);
  const has = textOf(pkgVersion) ?? textOf(version);
  const device = { manufacturer: textOf(manufacturer), model: textOf(model), version: has };
  const before = verdictBefore(content, device, params.override);
  if (before) return { verdict: before };
  const profile = firmwareProfile(params.profile, device.manufacturer);
  const object = top ? yield* findFirmwareObject(top, profile, params.root) : null;
  if (!object) return { verdict: unsupported(content, has, "The device has no object for firmware updates.") };
  const { timeouts } = params;
  return { target: { content, object, profile, isOfObject: ofObject.length > 0, fromVersion: has, timeouts } };
}

/** The end of an operation that needs something the device does not have. */
export function unsupported(
  content: OfferedContent,
  fromVersion: string | null,
  text: string,
): PlanVerdict<FirmwareResult> {
  const result = firmwareResult(content, fromVersion, { meaning: text });
  return failed("error", { code: "unsupported_by_device", text, retryable: false, result });
}
