import { isScomoId, SCOMO_NODES, type SoftwareProfile, softwareProfile } from "../../../../oma-dm";
import { failed, type Plan, type PlanVerdict, readingOf, together } from "../../plans";
import { findObjects, type ObjectSearch } from "../objects/find-objects";
import { textOf } from "../objects/leaf-text";
import type { SoftwareParams, SoftwareResult } from "./parameters";
import { softwareResult } from "./result";

const TOP = ".";
const MANUFACTURER = "./DevInfo/Man";
const MODEL = "./DevInfo/Mod";

/** What a device is, and where its software object is; null: it has none. */
export interface LookedAt {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly profile: SoftwareProfile;
  readonly root: string | null;
}

export function softwareSearch({ roots }: SoftwareProfile): ObjectSearch {
  return { isId: isScomoId, roots, has: [SCOMO_NODES.download, SCOMO_NODES.inventory] };
}

/** Looks at what the device is, and for its software object: the first of them, where none is named. */
export function* lookAtDevice(params: SoftwareParams): Plan<LookedAt> {
  const asked = [TOP, MANUFACTURER, MODEL].map((uri) => ({ name: "Get" as const, uri }));
  const [top, manufacturerRead, modelRead] = (yield* together(asked)).map(readingOf);
  const manufacturer = textOf(manufacturerRead);
  const profile = softwareProfile(params.profile, manufacturer);
  const [place] = top ? yield* findObjects(top, softwareSearch(profile), params.root) : [];
  return { manufacturer, model: textOf(modelRead), profile, root: place?.root ?? null };
}

/** The end of an operation that needs something the device does not have. */
export function unsupported(text: string): PlanVerdict<SoftwareResult> {
  const result = softwareResult({ meaning: text });
  return failed("error", { code: "unsupported_by_device", text, retryable: false, result });
}

export function noObject(): PlanVerdict<SoftwareResult> {
  return unsupported("The device has no object for software components.");
}

/** The end of an operation on a component that the device does not have. */
export function missing(name: string): PlanVerdict<SoftwareResult> {
  const text = `The device has no component ${name}.`;
  const result = softwareResult({ meaning: text });
  return failed("error", { code: "component_missing", text, retryable: false, result });
}
