import { operationKind } from "../plans";
import { installSoftware } from "./software/install";
import { InstallParams, SOFTWARE_EXCLUDES, SoftwareResult } from "./software/parameters";

/** As `software.install`, for a component that the device has in some version; it is told nothing where it has none. */
export const softwareUpdate = operationKind({
  kind: "software.update",
  version: 1,
  scope: "operations:firmware",
  params: InstallParams,
  result: SoftwareResult,
  billable: true,
  sparesDevices: true,
  excludes: SOFTWARE_EXCLUDES,
  content: { of: ({ content }) => content, kind: "software" },
  waives: ({ override }) => override,
  plan: (_device, params) => installSoftware(params, true),
});
