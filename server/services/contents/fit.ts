import { compareVersions, isSameVersion } from "../../oma-dm";

/** For which devices a content is; null: for any. */
interface MadeFor {
  readonly manufacturer: string | null;
  readonly models: readonly string[] | null;
}

interface Versions {
  readonly version: string | null;
  /** Versions that it may replace; null: any. */
  readonly fromVersions: readonly string[] | null;
}

interface NamedDevice {
  readonly manufacturer: string | null;
  readonly model: string | null;
}

/** Why a content is not to be given to a device. */
export interface Objection {
  readonly code: "content_unfit" | "already_there" | "downgrade";
  readonly text: string;
}

/** Names and versions that are told in a reason. */
const TOLD_MAX = 10;

/** Why something is for another device, in words; null where it fits, or where nobody knows what the device is. */
export function misfitOf({ manufacturer, models }: MadeFor, device: NamedDevice): string | null {
  if (manufacturer !== null && device.manufacturer !== null && !isSameName(manufacturer, device.manufacturer)) {
    return `The content is for devices of ${manufacturer}, and the device is of ${device.manufacturer}.`;
  }
  const { model } = device;
  if (models === null || model === null || models.some((one) => isSameName(one, model))) return null;
  return `The content is for ${models.slice(0, TOLD_MAX).join(", ")}, and the device is a ${model}.`;
}

/**
 * Why a content is not for what the device has at `has` (null: nobody knows what, or nothing): it is there already, the
 * device would go back to an earlier version, or it replaces others; null: it fits. `override`: also back.
 */
export function versionObjection(
  { version: to, fromVersions }: Versions,
  has: string | null,
  override: boolean,
): Objection | null {
  if (has === null) return null;
  if (to !== null && isSameVersion(has, to)) {
    return { code: "already_there", text: "The device has this version already." };
  }
  if (to !== null && !override && compareVersions(to, has) === "older") {
    return { code: "downgrade", text: `The device has ${has}, which is later than ${to}.` };
  }
  if (fromVersions === null || fromVersions.some((from) => isSameVersion(from, has))) return null;
  const told = fromVersions.slice(0, TOLD_MAX).join(", ");
  return { code: "content_unfit", text: `The content replaces ${told}, and the device has ${has}.` };
}

function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
