import { DEACTIVATE_NAMES, DEPLOYED_STATE } from "../../../oma-dm";
import { operationKind } from "../plans";
import { changeItem } from "./software/change";
import { ChangeParams, SOFTWARE_EXCLUDES, SoftwareResult } from "./software/parameters";

/** Deactivates a component that is installed on a device, under the name that the device has for it. */
export const softwareDeactivate = operationKind({
  kind: "software.deactivate",
  version: 1,
  scope: "operations:firmware",
  params: ChangeParams,
  result: SoftwareResult,
  billable: true,
  sparesDevices: true,
  excludes: SOFTWARE_EXCLUDES,
  plan: (_device, params) =>
    changeItem(params, {
      list: "deployed",
      operations: ({ deactivate }) => [deactivate, ...DEACTIVATE_NAMES],
      isDone: (item) => item?.state === DEPLOYED_STATE.inactive,
    }),
});
