import { FUMO_NODES } from "../../../oma-dm";
import { operationKind, succeeded } from "../plans";
import { downloadPackage } from "./firmware/download";
import { FirmwareParams, FirmwareResult } from "./firmware/parameters";
import { lookAtTarget, unsupported } from "./firmware/target";
import { DownloadLink } from "./objects/parameters";

/** Has a device fetch new firmware and keep it, to be installed later by `firmware.install`. */
export const firmwareDownload = operationKind({
  kind: "firmware.download",
  version: 1,
  scope: "operations:firmware",
  params: FirmwareParams.extend({ link: DownloadLink }),
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
    if (object.names && !object.names.includes(FUMO_NODES.download)) {
      return unsupported(content, fromVersion, "The device's object cannot download without installing.");
    }
    const { verdict: failure, result } = yield* downloadPackage(target, params.link);
    return result ? succeeded(result.verified ? "verified" : "acknowledged", result) : failure;
  },
});
