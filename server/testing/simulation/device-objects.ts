import type { DeviceTree } from "./device-tree";
import { COMPONENT, contentAt, versionIn } from "./simulated-contents";

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

const DELIVERED = `${SOFTWARE}/Inventory/Delivered`;
const DEPLOYED = `${SOFTWARE}/Inventory/Deployed`;
const DOWNLOADS = ["Download", "DownloadInstall", "DownloadInstallInactive"] as const;
const INSTALLS = ["Install", "InstallInactive"] as const;
const CHANGES = ["Activate", "Deactivate", "Remove"] as const;

const LEAVES: readonly (readonly [string, string])[] = [
  [`${FIRMWARE}/PkgVersion`, "1.0"],
  [`${FIRMWARE}/State`, "10"],
  [`${FIRMWARE}/Download/PkgURL`, ""],
  [`${FIRMWARE}/Update/PkgData`, ""],
  [`${FIRMWARE}/DownloadAndUpdate/PkgURL`, ""],
];

/** The device's objects for firmware and software: what an Exec on them does shows in its tree when the work is over. */
export class DeviceObjects {
  #works: Work[] = [];
  /** The version that waits to be installed. */
  #downloaded: string | null = null;

  constructor(private readonly tree: DeviceTree) {
    for (const [uri, value] of LEAVES) tree.add(uri, value);
    this.#deploy(COMPONENT, { PkgIDRef: "Factory", Version: "1.0", State: INACTIVE });
  }

  /** A node that the server makes: of a package that is to be fetched, it comes with its operations. */
  addNode(uri: string): number {
    if (this.tree.get(uri).status === 200) return 418;
    this.#addOperations(uri, DOWNLOADS);
    return 200;
  }

  /** Where an Exec of that node fetches what it needs; null: it needs nothing. */
  urlFetchedBy(uri: string): string | null {
    const name = nameOf(uri);
    if (uri.startsWith(`${SOFTWARE}/Download/`)) return this.#text(`${itemOf(uri)}/PkgURL`);
    const isFetching = uri.startsWith(`${FIRMWARE}/`) && (name === "Download" || name === "DownloadAndUpdate");
    return isFetching ? this.#text(`${uri}/PkgURL`) : null;
  }

  /** How it reports on an Exec of that node; null: it is of no such object. */
  formOf(uri: string): ReportForm | null {
    if (uri.startsWith(`${SOFTWARE}/`)) {
      const component = this.#packageOf(uri)?.component;
      const named = `<ResultCode>1200</ResultCode><Identifier>${component}</Identifier>`;
      return { type: SCOMO_TYPE, done: component ? named : "1200", failed: ["1400", "1401", "1402"], root: SOFTWARE };
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
    const [item, name] = [itemOf(uri), nameOf(uri)];
    const content = this.#packageOf(uri);
    return () => {
      if (!succeeds) return;
      if (name === "Remove") this.tree.remove(item);
      else if (name === "Activate" || name === "Deactivate") {
        this.tree.replace(`${item}/State`, name === "Activate" ? ACTIVE : INACTIVE);
      } else if (content) {
        const [packageId, url] = [this.#text(`${item}/PkgID`), this.#text(`${item}/PkgURL`)];
        this.tree.remove(item);
        if (name === "Download") return this.#deliver(nameOf(item), { PkgID: packageId, PkgURL: url });
        const State = name.endsWith("Inactive") ? INACTIVE : ACTIVE;
        this.#deploy(content.component, { PkgIDRef: packageId, Version: content.installs, State });
      }
    };
  }

  /** What is in the package that an operation is of; null: it is of none. */
  #packageOf(uri: string) {
    return contentAt(this.#text(`${itemOf(uri)}/PkgURL`));
  }

  #deliver(name: string, leaves: Readonly<Record<string, string>>): void {
    this.#write(`${DELIVERED}/${name}`, leaves);
    this.#addOperations(`${DELIVERED}/${name}`, INSTALLS);
  }

  #deploy(component: string, leaves: Readonly<Record<string, string>>): void {
    this.#write(`${DEPLOYED}/${component}`, { ID: component, ...leaves });
    this.#addOperations(`${DEPLOYED}/${component}`, CHANGES);
  }

  #write(item: string, leaves: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(leaves)) {
      if (this.tree.add(`${item}/${name}`, value) !== 200) this.tree.replace(`${item}/${name}`, value);
    }
  }

  #addOperations(item: string, names: readonly string[]): void {
    for (const name of names) this.tree.add(`${item}/Operations/${name}`, "");
  }

  #text(uri: string): string {
    return this.tree.get(uri).node?.value ?? "";
  }

  #firmwareWork(uri: string, succeeds: boolean): () => void {
    const name = nameOf(uri);
    const version =
      name === "Update"
        ? (versionIn(this.#text(`${FIRMWARE}/Update/PkgData`)) ?? this.#downloaded)
        : (contentAt(this.#text(`${uri}/PkgURL`))?.installs ?? null);
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

function itemOf(uri: string): string {
  const end = uri.indexOf("/Operations/");
  return end < 0 ? uri : uri.slice(0, end);
}
