import { z } from "zod";
import { FUMO_NODES, firmwareProfile, readFirmwareState, softwareProfile } from "../../../oma-dm";
import { failed, isDone, operationKind, type Plan, type PlanVerdict, readingOf, succeeded, together } from "../plans";
import { firmwareSearch } from "./firmware/find-object";
import { findObjects } from "./objects/find-objects";
import { textOf } from "./objects/leaf-text";
import { softwareSearch } from "./software/find-object";
import { readList } from "./software/inventory";
import { SoftwareItem, SoftwareParams } from "./software/parameters";

/** Objects of a device of each kind that are read. */
const OBJECTS_MAX = 10;

const InventoryResult = z.object({
  software: z.array(
    z.object({
      root: z.string(),
      delivered: z.array(SoftwareItem),
      deployed: z.array(SoftwareItem),
      /** There is more than was read. */
      truncated: z.boolean(),
    }),
  ),
  firmware: z.array(
    z.object({
      root: z.string(),
      pkgName: z.string().nullable(),
      pkgVersion: z.string().nullable(),
      state: z.number().int().nullable(),
      stateMeaning: z.string().nullable(),
    }),
  ),
});
type InventoryResult = z.output<typeof InventoryResult>;

/**
 * Reads which packages and components a device has, and what each of its firmware objects holds. A device that has no such
 * object has nothing of it, which is an answer.
 */
export const softwareInventory = operationKind({
  kind: "software.inventory",
  version: 1,
  scope: "operations:write",
  params: SoftwareParams,
  result: InventoryResult,
  billable: true,
  sparesDevices: true,
  onlyReads: true,
  excludes: [],
  *plan(_device, params): Plan<PlanVerdict<InventoryResult>> {
    const asked = [".", "./DevInfo/Man"].map((uri) => ({ name: "Get" as const, uri }));
    const [top, manufacturerRead] = (yield* together(asked)).map(readingOf);
    const manufacturer = textOf(manufacturerRead);
    if (!top || !isDone(top.status)) {
      const text = "The device does not let its tree be read.";
      return failed<InventoryResult>("refused", { code: "refused_by_device", text, retryable: false, result: null });
    }
    const software = yield* findObjects(
      top,
      softwareSearch(softwareProfile(params.profile, manufacturer)),
      params.root,
    );
    const result: InventoryResult = { software: [], firmware: [] };
    for (const { root } of software.slice(0, OBJECTS_MAX)) result.software.push(yield* readSoftware(root));
    const profile = firmwareProfile(undefined, manufacturer);
    const firmware = yield* findObjects(top, firmwareSearch(profile), undefined);
    for (const { root } of firmware.slice(0, OBJECTS_MAX))
      result.firmware.push(yield* readFirmware(root, profile.states));
    return succeeded("verified", result);
  },
});

function* readSoftware(root: string): Plan<InventoryResult["software"][number]> {
  const delivered = yield* readList(root, "delivered");
  const deployed = yield* readList(root, "deployed");
  const truncated = delivered.truncated || deployed.truncated;
  return { root, delivered: [...delivered.items], deployed: [...deployed.items], truncated };
}

function* readFirmware(
  root: string,
  states: Readonly<Record<number, string>>,
): Plan<InventoryResult["firmware"][number]> {
  const uris = [FUMO_NODES.pkgName, FUMO_NODES.pkgVersion, FUMO_NODES.state].map((name) => `${root}/${name}`);
  const readings = (yield* together(uris.map((uri) => ({ name: "Get", uri })))).map(readingOf);
  const [pkgName, pkgVersion, stateText] = readings.map(textOf);
  const state = readFirmwareState(stateText ?? "", states);
  return {
    root,
    pkgName: pkgName ?? null,
    pkgVersion: pkgVersion ?? null,
    state: state?.value ?? null,
    stateMeaning: state?.meaning ?? null,
  };
}
