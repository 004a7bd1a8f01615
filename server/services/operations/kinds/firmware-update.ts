import { z } from "zod";
import { FUMO_NODES } from "../../../oma-dm";
import { operationKind, type Plan, type PlanVerdict } from "../plans";
import { AskFirst, askFirst } from "./firmware/ask-first";
import { downloadPackage } from "./firmware/download";
import { installFirmware } from "./firmware/install";
import { FirmwareParams, FirmwareResult } from "./firmware/parameters";
import { type FirmwareTarget, lookAtTarget, unsupported } from "./firmware/target";
import { writePackage, writeUrl } from "./firmware/tell-device";
import type { ObjectPlace } from "./objects/find-objects";
import { DownloadLink } from "./objects/parameters";

/** The nodes that each way of an update needs of the object. */
const FLOWS = {
  downloadAndUpdate: [FUMO_NODES.downloadAndUpdate],
  staged: [FUMO_NODES.download, FUMO_NODES.update],
  largeObject: [FUMO_NODES.update],
} as const;
type Flow = keyof typeof FLOWS;
const FLOW_NAMES = Object.keys(FLOWS) as Flow[];

const FirmwareUpdateParams = FirmwareParams.extend({
  /**
   * `downloadAndUpdate`: the device fetches and installs by itself; `staged`: it fetches, reports, and is told to install;
   * `largeObject`: the package goes to it in the session. When left out, the first that the device's object knows.
   */
  flow: z.enum(FLOW_NAMES as [Flow, ...Flow[]]).optional(),
  link: DownloadLink,
  ask: AskFirst,
});

/**
 * Updates the firmware of a device by its Firmware Update Management Object [OMA-TS-DM-FUMO 1.0]. It has succeeded when the
 * device shows the new version; what it reports is kept beside that.
 */
export const firmwareUpdate = operationKind({
  kind: "firmware.update",
  version: 1,
  scope: "operations:firmware",
  params: FirmwareUpdateParams,
  result: FirmwareResult,
  billable: true,
  sparesDevices: true,
  excludes: ["firmware.*"],
  content: { of: ({ content }) => content, kind: "firmware" },
  waives: ({ override }) => override,
  *plan(_device, params) {
    const { target, verdict } = yield* lookAtTarget(params);
    if (!target) return verdict;
    const flow = params.flow ?? FLOW_NAMES.find((name) => knows(target.object, name));
    if (!flow || !knows(target.object, flow)) {
      const names = target.object.names?.join(", ");
      const text = `The device's object cannot do ${flow ?? "any update"}: it has ${names}.`;
      return unsupported(target.content, target.fromVersion, text);
    }
    return (yield* askFirst(target, params.ask)) ?? (yield* update(target, flow, params.link));
  },
});

/** An object that does not list its nodes may know all of them. */
function knows({ names }: ObjectPlace, flow: Flow): boolean {
  return names === null || FLOWS[flow].every((name) => names.includes(name));
}

function* update(target: FirmwareTarget, flow: Flow, link: DownloadLink): Plan<PlanVerdict<FirmwareResult>> {
  switch (flow) {
    case "downloadAndUpdate":
      return (yield* writeUrl(target, flow, link)) ?? (yield* installFirmware(target, flow));
    case "staged":
      return (yield* downloadPackage(target, link)).verdict ?? (yield* installFirmware(target, "update"));
    case "largeObject":
      return (yield* writePackage(target)) ?? (yield* installFirmware(target, "update"));
  }
}
