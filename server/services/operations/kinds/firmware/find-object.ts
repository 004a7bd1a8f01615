import { type FirmwareProfile, FUMO_NODES, isFumoId } from "../../../../oma-dm";
import type { Plan, Reading } from "../../plans";
import { findObjects, type ObjectPlace, type ObjectSearch } from "../objects/find-objects";

const OPERATIONS = [FUMO_NODES.download, FUMO_NODES.update, FUMO_NODES.downloadAndUpdate] as const;

export function firmwareSearch({ roots }: FirmwareProfile): ObjectSearch {
  return { isId: isFumoId, roots, has: OPERATIONS };
}

/** The device's Firmware Update Management Object, or the first of them; null: it has none. */
export function* findFirmwareObject(
  top: Reading,
  profile: FirmwareProfile,
  named: string | undefined,
): Plan<ObjectPlace | null> {
  const [place = null] = yield* findObjects(top, firmwareSearch(profile), named);
  return place;
}
