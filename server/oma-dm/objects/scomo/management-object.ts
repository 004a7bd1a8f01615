import type { Evidence } from "../evidence";

/**
 * Values of the Type property by which a device says that a node is a Software Component Management Object. The text of
 * SCOMO 1.0 was not at hand; clients agree on the id. An id of version 1.1 was found nowhere.
 */
const MO_IDS: readonly { readonly id: string; readonly evidence: Evidence }[] = [
  { id: "urn:oma:mo:oma-scomo:1.0", evidence: "clients" },
];

/**
 * Nodes of one instance by their path below it; names from a client's library. `Operations` stand below each package and
 * component.
 */
export const SCOMO_NODES = {
  download: "Download",
  inventory: "Inventory",
  delivered: "Inventory/Delivered",
  deployed: "Inventory/Deployed",
} as const;

/** Leaves of a package that is to be fetched, which the server writes. */
export const DOWNLOAD_LEAVES = { packageId: "PkgID", name: "Name", url: "PkgURL" } as const;

/** Leaves of a package that the device has, by their name in results. */
export const DELIVERED_LEAVES = {
  packageId: "PkgID",
  name: "Name",
  description: "Description",
  environment: "EnvType",
  packageType: "PkgType",
  state: "State",
  status: "Status",
} as const;

/** Leaves of a component that is installed, by their name in results. */
export const DEPLOYED_LEAVES = {
  componentId: "ID",
  packageId: "PkgIDRef",
  name: "Name",
  version: "Version",
  description: "Description",
  environment: "EnvType",
  state: "State",
  status: "Status",
} as const;

/** Names below `Operations` of a package to be fetched. */
export const DOWNLOAD_OPERATIONS = {
  download: "Download",
  install: "DownloadInstall",
  installInactive: "DownloadInstallInactive",
} as const;

/** Names below `Operations` of a package that the device has. */
export const DELIVERED_OPERATIONS = {
  install: "Install",
  installInactive: "InstallInactive",
  remove: "Remove",
} as const;

/** Whether a Type property names the object; blanks, NULs and case of it do not matter. */
export function isScomoId(type: string): boolean {
  const text = type.replaceAll("\0", "").trim().toLowerCase();
  return MO_IDS.some(({ id }) => id === text);
}
