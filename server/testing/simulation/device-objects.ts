import type { DeviceTree } from "./device-tree";
import { versionAt, versionIn } from "./simulated-contents";

/** How a device reports on the end of work under an Exec. */
export interface ReportForm {
  readonly type: string;
  readonly done: string;
  readonly failed: readonly [string, ...string[]];
  /** The object that the executed node is of. */
  readonly root: string;
}

interface Work {
  readonly dueMs: number;
  readonly show: () => void;
}

const FIRMWARE = "./FwUpdate";
const SOFTWARE = "./SCOMO";
const FIRMWARE_VERSION = "./DevDetail/FwV";
const FUMO_TYPE = "org.openmobilealliance.dm.firmwareupdate.";
const SCOMO_TYPE = "urn:oma:at:scomo:1.0:operationcomplete";
const STATE = { failed: "70", holding: "40", done: "100" } as const;
const INACTIVE = "10";
const ACTIVE = "20";

/** The component that every simulated device has to begin with. */
export const COMPONENT = "Player";
const COMPONENT_URI = `${SOFTWARE}/Inventory/Deployed/${COMPONENT}`;

const LEAVES: readonly (readonly [string, string])[] = [
  [`${FIRMWARE}/PkgVersion`, "1.0"],
  [`${FIRMWARE}/State`, "10"],
  [`${FIRMWARE}/Download/PkgURL`, ""],
  [`${FIRMWARE}/Update/PkgData`, ""],
  [`${FIRMWARE}/DownloadAndUpdate/PkgURL`, ""],
  [`${COMPONENT_URI}/ID`, COMPONENT],
  [`${COMPONENT_URI}/Version`, "1.0"],
  [`${COMPONENT_URI}/State`, INACTIVE],
  ...["Activate", "Deactivate", "Remove"].map((name) => [`${COMPONENT_URI}/Operations/${name}`, ""] as const),
];

/** The device's objects for firmware and software: what an Exec on them does shows in its tree when the work is over. */
export class DeviceObjects {
  #works: Work[] = [];
  /** The version that waits to be installed. */
  #downloaded: string | null = null;

  constructor(private readonly tree: DeviceTree) {
    for (const [uri, value] of LEAVES) tree.add(uri, value);
  }

  /** How it reports on an Exec of that node; null: it is of no such object. */
  formOf(uri: string): ReportForm | null {
    if (uri.startsWith(`${SOFTWARE}/`)) {
      return { type: SCOMO_TYPE, done: "1200", failed: ["1400", "1401"], root: SOFTWARE };
    }
    if (!uri.startsWith(`${FIRMWARE}/`)) return null;
    const type = `${FUMO_TYPE}${nameOf(uri).toLowerCase()}`;
    return { type, done: "200", failed: ["410", "401", "503"], root: FIRMWARE };
  }

  /** How it reports that the first half of what this node does is done; null: it is done in one. */
  halfwayFormOf(uri: string): ReportForm | null {
    const form = nameOf(uri) === "DownloadAndUpdate" ? this.formOf(uri) : null;
    return form && { ...form, type: `${FUMO_TYPE}download` };
  }

  /** Takes work on, which is over at `dueMs`. */
  begin(uri: string, dueMs: number, succeeds: boolean): void {
    const show = uri.startsWith(`${SOFTWARE}/`) ? this.#softwareWork(uri, succeeds) : this.#firmwareWork(uri, succeeds);
    this.#works.push({ dueMs, show });
  }

  /** Lets everything show that is over by now. */
  settle(nowMs: number): void {
    const over = this.#works.filter(({ dueMs }) => dueMs <= nowMs);
    this.#works = this.#works.filter(({ dueMs }) => dueMs > nowMs);
    for (const { show } of over) show();
  }

  #softwareWork(uri: string, succeeds: boolean): () => void {
    const item = uri.slice(0, uri.indexOf("/Operations/"));
    return () => {
      if (!succeeds) return;
      if (nameOf(uri) === "Remove") this.tree.remove(item);
      else this.tree.replace(`${item}/State`, nameOf(uri) === "Activate" ? ACTIVE : INACTIVE);
    };
  }

  #firmwareWork(uri: string, succeeds: boolean): () => void {
    const name = nameOf(uri);
    const text = (leaf: string): string => this.tree.get(`${FIRMWARE}/${leaf}`).node?.value ?? "";
    const version =
      name === "Update" ? (versionIn(text("Update/PkgData")) ?? this.#downloaded) : versionAt(text(`${name}/PkgURL`));
    return () => {
      const isDone = succeeds && version !== null;
      const state = isDone ? (name === "Download" ? STATE.holding : STATE.done) : STATE.failed;
      this.tree.replace(`${FIRMWARE}/State`, state);
      if (!isDone) return;
      if (name === "Download") this.#downloaded = version;
      else for (const leaf of [FIRMWARE_VERSION, `${FIRMWARE}/PkgVersion`]) this.tree.replace(leaf, version);
    };
  }
}

function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf("/") + 1);
}
