import { z } from "zod";
import { DELIVERED_OPERATIONS } from "../../../oma-dm";
import { operationKind } from "../plans";
import { changeItem } from "./software/change";
import { ChangeParams, SOFTWARE_EXCLUDES, SoftwareResult } from "./software/parameters";

const SoftwareRemoveParams = ChangeParams.extend({
  /** `deployed`: a component that is installed; `delivered`: a package that the device keeps, by its PkgID. */
  list: z.enum(["deployed", "delivered"]).default("deployed"),
});

/** Removes a component or a package from a device; one that is not there is removed already. */
export const softwareRemove = operationKind({
  kind: "software.remove",
  version: 1,
  scope: "operations:firmware",
  params: SoftwareRemoveParams,
  result: SoftwareResult,
  billable: true,
  sparesDevices: true,
  excludes: SOFTWARE_EXCLUDES,
  gone: ({ verified, item }) => (verified && item ? [item.uri] : []),
  plan: (_device, params) =>
    changeItem(params, {
      list: params.list,
      operations: () => [DELIVERED_OPERATIONS.remove],
      isDone: (item) => item === null,
    }),
});
