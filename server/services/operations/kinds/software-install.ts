import { operationKind } from "../plans";
import { installSoftware } from "./software/install";
import { InstallParams, SOFTWARE_EXCLUDES, SoftwareResult } from "./software/parameters";

/** Has a device get a content and install the component in it [SCOMO 1.0]. */
export const softwareInstall = operationKind({
  kind: "software.install",
  version: 1,
  scope: "operations:firmware",
  params: InstallParams,
  result: SoftwareResult,
  billable: true,
  sparesDevices: true,
  excludes: SOFTWARE_EXCLUDES,
  content: { of: ({ content }) => content, kind: "software" },
  waives: ({ override }) => override,
  plan: (_device, params) => installSoftware(params, false),
});
