import type { DeviceTree } from "../device-tree";
import type { Access, SoftwareSettings } from "../profile";

/** Values of Status and State [SCOMO: a client's library]. */
export const DOWNLOAD_STATUS = {
  idle: 10,
  downloadFailed: 20,
  downloading: 30,
  downloaded: 40,
  installing: 50,
  installFailedWithData: 60,
} as const;
export const DELIVERED_STATUS = { idle: 10, removing: 30, installing: 40, installFailedWithData: 50 } as const;
export const DELIVERED_STATE = { delivered: 10, installed: 20 } as const;
export const DEPLOYED_STATUS = { idle: 10, removing: 30, activating: 50, deactivating: 70 } as const;
export const DEPLOYED_STATE = { inactive: 10, active: 20 } as const;

const DOWNLOAD_LEAVES = ["PkgID", "Name", "PkgURL", "PkgType", "InstallParams", "Description", "EnvType"];
const DOWNLOAD_OPERATIONS = ["Download", "DownloadInstall", "DownloadInstallInactive"];
const DELIVERED_OPERATIONS = ["Install", "InstallInactive", "Remove"];

const GET: ReadonlySet<Access> = new Set(["Get"]);
const EXEC: ReadonlySet<Access> = new Set(["Exec", "Get"]);
const WRITE: ReadonlySet<Access> = new Set(["Get", "Replace"]);

/** A component that is installed. */
export interface Component {
  readonly id: string;
  readonly packageId: string;
  readonly name: string;
  readonly version: string;
  readonly state: number;
}

/** The nodes of a software object that the device itself makes, changes and takes away. */
export class SoftwareTree {
  constructor(
    private readonly root: string,
    private readonly settings: SoftwareSettings,
    private readonly tree: DeviceTree,
  ) {}

  /** Completes `Download/<x>`, which a server has added. Some devices make all of its leaves, some none but their own. */
  completeDownload(uri: string): void {
    if (this.settings.makesLeaves) for (const name of DOWNLOAD_LEAVES) this.#leaf(`${uri}/${name}`, "", WRITE);
    this.#number(`${uri}/Status`, DOWNLOAD_STATUS.idle);
    this.#operations(uri, DOWNLOAD_OPERATIONS);
  }

  /** Answers the URI of the package in the inventory. */
  putDelivered(name: string, packageId: string, title: string): string {
    const uri = `${this.root}/Inventory/Delivered/${name}`;
    this.#interior(uri, GET);
    this.#leaf(`${uri}/PkgID`, packageId, GET);
    this.#leaf(`${uri}/Name`, title, GET);
    this.#number(`${uri}/State`, DELIVERED_STATE.delivered);
    this.#number(`${uri}/Status`, DELIVERED_STATUS.idle);
    this.#operations(uri, DELIVERED_OPERATIONS);
    return uri;
  }

  /** Answers the URI of the component in the inventory: that of the same id where there is one. */
  putDeployed(name: string, { id, packageId, name: title, version, state }: Component): string {
    const uri = this.deployedOf(id) ?? `${this.root}/Inventory/Deployed/${name}`;
    this.#interior(uri, GET);
    for (const [leaf, value] of [
      ["ID", id],
      ["PkgIDRef", packageId],
      ["Name", title],
      ["Version", version],
    ] as const) {
      this.#leaf(`${uri}/${leaf}`, value, GET);
    }
    this.#number(`${uri}/State`, state);
    this.#number(`${uri}/Status`, DEPLOYED_STATUS.idle);
    this.#operations(uri, ["Activate", this.settings.deactivate, "Remove"]);
    return uri;
  }

  /** The component of an id; null: it is not installed. */
  deployedOf(id: string): string | null {
    const deployed = `${this.root}/Inventory/Deployed`;
    const name = this.tree.childrenOf(deployed).find((each) => this.valueOf(`${deployed}/${each}`, "ID") === id);
    return name === undefined ? null : `${deployed}/${name}`;
  }

  valueOf(uri: string, leaf: string): string {
    return this.tree.ownValue(`${uri}/${leaf}`) ?? "";
  }

  set(uri: string, leaf: "Status" | "State", value: number): void {
    this.tree.setOwnValue(`${uri}/${leaf}`, `${value}`);
  }

  remove(uri: string): void {
    this.tree.removeOwn(uri);
  }

  #interior(uri: string, access: ReadonlySet<Access>): void {
    if (this.tree.childrenOf(uri).length === 0) this.tree.putOwn(uri, { format: "node", value: null, access });
  }

  #leaf(uri: string, value: string, access: ReadonlySet<Access>): void {
    this.tree.putOwn(uri, { format: "chr", value, access });
  }

  #number(uri: string, value: number): void {
    this.tree.putOwn(uri, { format: "int", value: `${value}`, access: GET });
  }

  #operations(uri: string, names: readonly string[]): void {
    const operations = `${uri}/Operations`;
    this.#interior(operations, GET);
    for (const name of names) this.#interior(`${operations}/${name}`, EXEC);
  }
}
