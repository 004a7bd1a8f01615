import type { Evidence } from "../evidence";
import type { ResultCode } from "../result-code";

/** How the devices of a family differ in their software objects. Data only: a new family is a new entry. */
export interface SoftwareProfile {
  readonly name: SoftwareProfileName;
  /** How well it is known. No text of the OMA was at hand, so none of it is `oma`. */
  readonly evidence: Evidence;
  /** What DevInfo/Man begins with, in any case; none: it is used only where an operation names it. */
  readonly manufacturers: readonly string[];
  /** Where the object is on devices that do not tell by its id, most likely first. */
  readonly roots: readonly string[];
  /** What the device calls the operation that deactivates, where it does not list its operations. */
  readonly deactivate: DeactivateName;
  readonly resultCodes: Readonly<Record<number, ResultCode>>;
}

/** Both are in the field; a device that lists its operations is taken at its word. */
export const DEACTIVATE_NAMES = ["Deactivate", "Deactive"] as const;
type DeactivateName = (typeof DEACTIVATE_NAMES)[number];

export const SOFTWARE_PROFILES = ["general", "mediatek", "verizon"] as const;
export type SoftwareProfileName = (typeof SOFTWARE_PROFILES)[number];

const GENERAL: SoftwareProfile = {
  name: "general",
  evidence: "clients",
  manufacturers: [],
  roots: ["./SCOMO", "./SCM"],
  deactivate: "Deactivate",
  resultCodes: {},
};

/** Sources: the clients' own code. */
const PROFILES: Readonly<Record<SoftwareProfileName, SoftwareProfile>> = {
  general: GENERAL,
  mediatek: { ...GENERAL, name: "mediatek", deactivate: "Deactive" },
  verizon: { ...GENERAL, name: "verizon", roots: ["./SCM", "./SCOMO"] },
};

/** The profile that an operation named, else that of the device's manufacturer, else the general one. */
export function softwareProfile(named: SoftwareProfileName | undefined, manufacturer: string | null): SoftwareProfile {
  if (named) return PROFILES[named];
  const text = (manufacturer ?? "").trim().toLowerCase();
  const family = SOFTWARE_PROFILES.find((name) => PROFILES[name].manufacturers.some((begin) => text.startsWith(begin)));
  return family ? PROFILES[family] : GENERAL;
}
