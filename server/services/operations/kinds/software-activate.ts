import { DEPLOYED_STATE } from "../../../oma-dm";
import { operationKind } from "../plans";
import { changeItem } from "./software/change";
import { ChangeParams, SOFTWARE_EXCLUDES, SoftwareResult } from "./software/parameters";

/** Activates a component that is installed on a device. */
export const softwareActivate = operationKind({
  kind: "software.activate",
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
      operations: () => ["Activate"],
      isDone: (item) => item?.state === DEPLOYED_STATE.active,
    }),
});
