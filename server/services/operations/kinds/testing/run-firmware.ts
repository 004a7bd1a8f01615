import type { DeviceScript } from "../../plans/testing/tree-device";
import { CONTENT, type Happening, node, playStory, type Scene, type Story, text } from "./play-story";

const FUMO_TYPE = "org.openmobilealliance.dm.firmwareupdate.";

/** Nodes of a phone at version 1 whose object is where its id says. */
export const PHONE: DeviceScript["leaves"] = {
  "./DevInfo/Man": text("Nimbus"),
  "./DevInfo/Mod": text("N-1"),
  "./DevDetail/FwV": text("1"),
  "./Updates": node("urn:oma:mo:oma-fumo:1.0"),
  "./Updates/PkgName": text(""),
  "./Updates/PkgVersion": text(""),
  "./Updates/Download/PkgURL": text(""),
  "./Updates/Update/PkgData": { format: "bin", value: "" },
  "./Updates/DownloadAndUpdate/PkgURL": text(""),
  "./Updates/State": { format: "int", value: "10" },
};

/** A happening of a story; `says` is the last part of an alert's type. */
type Comes = Happening | (Happening & { readonly says: "download" | "update" | "downloadandupdate" });

export interface FirmwareStory extends Omit<Partial<Story>, "device" | "scenes" | "alertType"> {
  readonly device?: Partial<DeviceScript>;
  readonly scenes?: readonly (Omit<Scene, "comes"> & { readonly comes: Comes })[];
}

/** Plays a story of a phone against a kind about firmware. */
export function runFirmware({ device, params, scenes = [], kind = "firmware.update", ...story }: FirmwareStory) {
  return playStory({
    ...story,
    kind,
    params: { content: CONTENT, ...params },
    device: { leaves: PHONE, ...device },
    alertType: `${FUMO_TYPE}downloadandupdate`,
    scenes: scenes.map(({ comes, ...scene }) => ({ ...scene, comes: typed(comes) })),
  });
}

function typed(comes: Comes): Happening {
  if (typeof comes === "string" || !("says" in comes)) return comes;
  const { says, ...said } = comes;
  return { type: `${FUMO_TYPE}${says}`, ...said };
}

/** A story in which the device answers an Exec by 202; the scripted device counts it all the same. */
export function playFirmware(story: FirmwareStory) {
  return runFirmware({ device: { statuses: execs(202) }, ...story });
}

/** The status of each Exec of an update. */
export function execs(status: number): Record<string, number> {
  return Object.fromEntries(
    ["Download", "Update", "DownloadAndUpdate"].map((name) => [`Exec ./Updates/${name}`, status]),
  );
}

/** The phone's leaves but for those below. */
export function phoneWithout(...names: readonly string[]) {
  return Object.fromEntries(Object.entries(PHONE).filter(([uri]) => !names.some((name) => uri.startsWith(name))));
}
