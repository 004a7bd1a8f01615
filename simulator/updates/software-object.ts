import { setTimeout as sleep } from "node:timers/promises";
import type { SoftwareSettings } from "../profile";
import type { Report } from "../reports";
import { codesOf, type UpdateFailure } from "./failures";
import { ObjectWork } from "./object-work";
import type { HeldPackage } from "./package-sink";
import { fetchPackage, refusalToInstall } from "./package-work";
import {
  DELIVERED_STATE,
  DELIVERED_STATUS,
  DEPLOYED_STATE,
  DEPLOYED_STATUS,
  DOWNLOAD_STATUS,
  SoftwareTree,
} from "./software-tree";
import type { ManagedObject, ObjectAnswer, UpdateSurroundings } from "./surroundings";

/** [SCOMO: a client's library, and OMA's sample of the alert] */
const ALERT_TYPE = "urn:oma:at:scomo:1.0:OperationComplete";
const UNKNOWN_CODE = 777;

/** What an Exec is about: a node of the object and what is to be done with it. */
interface Order {
  readonly list: "Download" | "Delivered" | "Deployed";
  /** URI of the package or component. */
  readonly node: string;
  readonly name: string;
  readonly operation: string;
  readonly source: string;
  readonly correlator: string | null;
}

/** A package as it is known to the inventory. */
interface Delivered {
  readonly uri: string;
  readonly name: string;
  readonly held: HeldPackage;
}

/** A software object of a device: downloads, installs, updates, activates and removes components [SCOMO 1.0]. */
export class SoftwareObject implements ManagedObject {
  readonly #tree: SoftwareTree;
  readonly #work: ObjectWork;
  /** By the name of the package in the inventory. */
  readonly #held = new Map<string, HeldPackage>();
  /** What came of the work under way, for its report. */
  #result: string | null = null;

  constructor(
    private readonly root: string,
    private readonly settings: SoftwareSettings,
    private readonly around: UpdateSurroundings,
  ) {
    this.#tree = new SoftwareTree(root, settings, around.tree);
    this.#work = new ObjectWork(around);
  }

  execute(uri: string, correlator: string | null): ObjectAnswer | null {
    const order = this.#orderOf(uri, correlator);
    if (!order) return null;
    return this.#work.begin({
      run: () => {
        this.#result = null;
        return this.#run(order);
      },
      reportOf: (failure) => this.#reportOf(order, failure),
    });
  }

  added(uri: string): void {
    const [, name] = this.#pathOf(uri)?.match(/^Download\/([^/]+)$/) ?? [];
    if (name !== undefined) this.#tree.completeDownload(uri);
  }

  takes(): boolean {
    return false;
  }

  #pathOf(uri: string): string | null {
    return uri.startsWith(`${this.root}/`) ? uri.slice(this.root.length + 1) : null;
  }

  #orderOf(uri: string, correlator: string | null): Order | null {
    const path = this.#pathOf(uri) ?? "";
    const parts = /^(?:(Download)|Inventory\/(Delivered|Deployed))\/([^/]+)\/Operations\/(\w+)$/.exec(path);
    if (!parts) return null;
    const [, download, inventory, name = "", operation = ""] = parts;
    const node = uri.slice(0, -`/Operations/${operation}`.length);
    const list = (download ?? inventory) as Order["list"];
    return { list, node, name, operation, source: uri, correlator };
  }

  async #run(order: Order): Promise<UpdateFailure | null> {
    switch (order.list) {
      case "Download":
        return this.#download(order);
      case "Delivered":
        return order.operation === "Remove" ? this.#removeDelivered(order) : this.#installDelivered(order);
      case "Deployed":
        return order.operation === "Remove" ? this.#removeDeployed(order) : this.#activate(order);
    }
  }

  async #download(order: Order): Promise<UpdateFailure | null> {
    const { node, name, operation, correlator } = order;
    this.#tree.set(node, "Status", DOWNLOAD_STATUS.downloading);
    const url = this.#tree.valueOf(node, "PkgURL");
    const { held, failure } = await fetchPackage(this.around, url, this.settings);
    if (!held) {
      this.#tree.set(node, "Status", DOWNLOAD_STATUS.downloadFailed);
      return failure;
    }
    const packageId = this.#tree.valueOf(node, "PkgID") || name;
    const title = this.#tree.valueOf(node, "Name") || (held.header.name ?? packageId);
    const uri = this.#tree.putDelivered(name, packageId, title);
    this.#held.set(name, held);
    this.#result = uri;
    this.#tree.set(node, "Status", DOWNLOAD_STATUS.downloaded);
    if (operation === "Download") return null;
    this.#tree.set(node, "Status", DOWNLOAD_STATUS.installing);
    const refused = await this.#install({ uri, name, held }, operation === "DownloadInstall", correlator);
    this.#tree.set(node, "Status", refused ? DOWNLOAD_STATUS.installFailedWithData : DOWNLOAD_STATUS.idle);
    return refused;
  }

  async #installDelivered({ node, name, operation, correlator }: Order): Promise<UpdateFailure | null> {
    const held = this.#held.get(name);
    this.#result = node;
    return held ? this.#install({ uri: node, name, held }, operation === "Install", correlator) : "installFailed";
  }

  async #install(
    { uri, name, held }: Delivered,
    isActive: boolean,
    correlator: string | null,
  ): Promise<UpdateFailure | null> {
    const { fault, ledger, statistics, stopped } = this.around;
    const packageId = this.#tree.valueOf(uri, "PkgID");
    const id = held.header.component ?? packageId;
    const deployed = this.#tree.deployedOf(id);
    this.#tree.set(uri, "Status", DELIVERED_STATUS.installing);
    await sleep(this.settings.installMs, undefined, { signal: stopped });
    const refused = refusalToInstall(this.around, held, deployed && this.#tree.valueOf(deployed, "Version"));
    const failure = refused ?? (fault === "unknownCode" ? "installFailed" : null);
    this.#tree.set(uri, "Status", failure ? DELIVERED_STATUS.installFailedWithData : DELIVERED_STATUS.idle);
    if (fault === "doneStateOnFailure") this.#tree.set(uri, "State", DELIVERED_STATE.installed);
    if (failure !== null || fault === "successOnOldVersion") return failure;
    const { version, name: title } = held.header;
    const state = isActive ? DEPLOYED_STATE.active : DEPLOYED_STATE.inactive;
    const component = { id, packageId, name: title ?? this.#tree.valueOf(uri, "Name"), version, state };
    this.#result = this.#tree.putDeployed(name, component);
    this.#tree.set(uri, "State", DELIVERED_STATE.installed);
    ledger.record("Install", this.#result, correlator, version);
    statistics.installs += 1;
    return null;
  }

  async #removeDelivered({ node, name, correlator }: Order): Promise<UpdateFailure | null> {
    this.#result = node;
    this.#tree.set(node, "Status", DELIVERED_STATUS.removing);
    await this.#pause();
    this.#held.delete(name);
    this.#tree.remove(node);
    this.around.ledger.record("Remove", node, correlator);
    return null;
  }

  async #removeDeployed({ node, correlator }: Order): Promise<UpdateFailure | null> {
    this.#result = node;
    this.#tree.set(node, "Status", DEPLOYED_STATUS.removing);
    await this.#pause();
    const version = this.#tree.valueOf(node, "Version");
    this.#tree.remove(node);
    this.around.ledger.record("Remove", node, correlator, version);
    return null;
  }

  async #activate({ node, operation }: Order): Promise<UpdateFailure | null> {
    const isOn = operation === "Activate";
    this.#result = node;
    this.#tree.set(node, "Status", isOn ? DEPLOYED_STATUS.activating : DEPLOYED_STATUS.deactivating);
    await this.#pause();
    this.#tree.set(node, "State", isOn ? DEPLOYED_STATE.active : DEPLOYED_STATE.inactive);
    this.#tree.set(node, "Status", DEPLOYED_STATUS.idle);
    return null;
  }

  async #pause(): Promise<void> {
    await sleep(this.settings.installMs, undefined, { signal: this.around.stopped });
  }

  /** The data of the alert is two elements without one around them, as OMA's sample has it. */
  #reportOf({ source, node, correlator }: Order, failure: UpdateFailure | null): Report {
    const code = failure !== null && this.around.fault === "unknownCode" ? UNKNOWN_CODE : codesOf(failure).software;
    const target = this.#result ?? node;
    const identifier = target.slice(target.lastIndexOf("/") + 1);
    return {
      type: ALERT_TYPE,
      format: "xml",
      data: `<ResultCode>${code}</ResultCode><Identifier>${identifier}</Identifier>`,
      source,
      target,
      mark: failure === null ? "informational" : "warning",
      correlator,
    };
  }
}
