import type { Evidence } from "../evidence";

/**
 * Values of the Type property by which a device says that a node is a Firmware Update Management Object
 * [OMA-TS-DM-FUMO 1.0]. The second is the form from before the URNs.
 */
const MO_IDS: readonly { readonly id: string; readonly evidence: Evidence }[] = [
  { id: "urn:oma:mo:oma-fumo:1.0", evidence: "oma" },
  { id: "org.openmobilealliance/1.0/FirmwareUpdateManagementObject", evidence: "clients" },
];

/** Nodes of one instance, by their path below it [OMA-TS-DM-FUMO 1.0, tree]. */
export const FUMO_NODES = {
  pkgName: "PkgName",
  pkgVersion: "PkgVersion",
  state: "State",
  download: "Download",
  downloadUrl: "Download/PkgURL",
  update: "Update",
  updateData: "Update/PkgData",
  downloadAndUpdate: "DownloadAndUpdate",
  downloadAndUpdateUrl: "DownloadAndUpdate/PkgURL",
} as const;

/** Whether a Type property names the object; blanks, NULs and case of it do not matter. */
export function isFumoId(type: string): boolean {
  const text = type.replaceAll("\0", "").trim().toLowerCase();
  return MO_IDS.some(({ id }) => id.toLowerCase() === text);
}
