import type { Evidence } from "../evidence";
import type { ResultCode } from "../result-code";

/** How the devices of a family differ from FUMO 1.0. Data only: a new family is a new entry. */
export interface FirmwareProfile {
  readonly name: FirmwareProfileName;
  /** How well the deviations are known. Nothing of a profile is a statement about FUMO 1.0. */
  readonly evidence: Evidence;
  /** What DevInfo/Man begins with, in any case; none: it is used only where an operation names it. */
  readonly manufacturers: readonly string[];
  /** Where the object is on devices that do not tell by its id, most likely first. */
  readonly roots: readonly string[];
  /** Leaves that tell the firmware's version, the first that can be read counts. */
  readonly versionUris: readonly string[];
  readonly resultCodes: Readonly<Record<number, ResultCode>>;
  readonly states: Readonly<Record<number, string>>;
  /** false: the client writes 100 into State whatever happened, so State proves nothing. */
  readonly tellsState: boolean;
}

export const FIRMWARE_PROFILES = ["general", "vehicle", "samsung", "verizon", "symbian", "gateway"] as const;
export type FirmwareProfileName = (typeof FIRMWARE_PROFILES)[number];

const WELL_KNOWN_ROOTS = ["./FUMO", "./FwUpdate", "./ManagedObjects/FUMO"];
const FIRMWARE_VERSION = "./DevDetail/FwV";

const progress = (meaning: string): ResultCode => ({
  class: "progress",
  meaning,
  mayRetry: false,
  evidence: "clients",
});
const refused = (meaning: string): ResultCode => ({ class: "refused", meaning, mayRetry: false, evidence: "clients" });
const error = (meaning: string): ResultCode => ({ class: "error", meaning, mayRetry: true, evidence: "clients" });

const GENERAL: FirmwareProfile = {
  name: "general",
  evidence: "oma",
  manufacturers: [],
  roots: WELL_KNOWN_ROOTS,
  versionUris: [FIRMWARE_VERSION],
  resultCodes: {},
  states: {},
  tellsState: true,
};

/**
 * Sources: the clients' own code. Which families have which extra states on the wire is not proven, so all of them are
 * read as work under way.
 */
const PROFILES: Readonly<Record<FirmwareProfileName, FirmwareProfile>> = {
  general: GENERAL,
  vehicle: {
    ...GENERAL,
    name: "vehicle",
    evidence: "clients",
    resultCodes: {
      190: progress("A partition is being written"),
      197: progress("Standby"),
      198: progress("The update has begun"),
      199: progress("The update has begun, with a restart"),
    },
    states: {
      200: "Descriptor fetched",
      210: "Starting",
      220: "Update postponed",
      221: "Download postponed",
      230: "Being cancelled",
      240: "Cancellation being reported",
      241: "Failure being reported",
      250: "Suspended",
    },
    tellsState: false,
  },
  samsung: {
    ...GENERAL,
    name: "samsung",
    evidence: "clients",
    manufacturers: ["samsung"],
    resultCodes: {
      461: refused("Blocked by the work policy of the device"),
      462: refused("Blocked by the device's management policy"),
      466: error("The download over Wi-Fi in the background failed"),
    },
    states: {
      35: "Download being reported",
      65: "Update being reported",
      200: "Descriptor fetched",
      220: "Postponed",
      230: "Cancelled",
      240: "Cancellation being reported",
      241: "Failure being reported",
      242: "Paused",
    },
  },
  verizon: {
    ...GENERAL,
    name: "verizon",
    evidence: "clients",
    roots: ["./ManagedObjects/FUMO", ...WELL_KNOWN_ROOTS],
    states: {
      110: "No memory",
      120: "Update available",
      130: "Low battery",
      140: "Over Wi-Fi",
      150: "Wi-Fi not connected",
      160: "Waiting for the battery",
      170: "Download deferred",
      180: "Update deferred",
      190: "Restarting",
    },
  },
  symbian: {
    ...GENERAL,
    name: "symbian",
    evidence: "clients",
    resultCodes: {
      600: refused("The type of the content does not match"),
      601: error("Bad descriptor"),
      602: error("The battery is low"),
    },
  },
  gateway: { ...GENERAL, name: "gateway", evidence: "clients", roots: ["./FwUpdate/Flash", ...WELL_KNOWN_ROOTS] },
};

/** The profile that an operation named, else that of the device's manufacturer, else the general one. */
export function firmwareProfile(named: FirmwareProfileName | undefined, manufacturer: string | null): FirmwareProfile {
  if (named) return PROFILES[named];
  const text = (manufacturer ?? "").trim().toLowerCase();
  const family = FIRMWARE_PROFILES.find((name) => PROFILES[name].manufacturers.some((begin) => text.startsWith(begin)));
  return family ? PROFILES[family] : GENERAL;
}
