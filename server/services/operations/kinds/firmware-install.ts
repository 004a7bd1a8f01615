import { FUMO_NODES } from "../../../oma-dm";
import { operationKind } from "../plans";
import { AskFirst, askFirst } from "./firmware/ask-first";
import { installFirmware } from "./firmware/install";
import { FirmwareParams, FirmwareResult } from "./firmware/parameters";
import { lookAtTarget, unsupported } from "./firmware/target";

/** Has a device install the firmware that it was given before; the content tells which version it is to have then. */
export const firmwareInstall = operationKind({
  kind: "firmware.install",
  version: 1,
  scope: "operations:firmware",
  params: FirmwareParams.extend({ ask: AskFirst }),
  result: FirmwareResult,
  billable: true,
  sparesDevices: true,
  excludes: ["firmware.*"],
  content: { of: ({ content }) => content, kind: "firmware" },
  waives: ({ override }) => override,
  *plan(_device, params) {
    const { target, verdict } = yield* lookAtTarget(params);
    if (!target) return verdict;
    const { content, fromVersion, object } = target;
    if (object.names && !object.names.includes(FUMO_NODES.update)) {
      return unsupported(content, fromVersion, "The device's object cannot install without downloading.");
    }
    return (yield* askFirst(target, params.ask)) ?? (yield* installFirmware(target, "update"));
  },
});
