import { setTimeout as sleep } from "node:timers/promises";
import type { FirmwareSettings } from "../profile";
import type { Report } from "../reports";
import { codesOf, type UpdateFailure } from "./failures";
import { ObjectWork } from "./object-work";
import { type HeldPackage, PackageSink } from "./package-sink";
import { fetchPackage, refusalToInstall } from "./package-work";
import type { ManagedObject, ObjectAnswer, UpdateSurroundings } from "./surroundings";

/** Values of State [OMA-TS-DM-FUMO 1.0, State]. */
const STATE = {
  downloadFailed: 20,
  downloading: 30,
  downloadComplete: 40,
  readyToUpdate: 50,
  updating: 60,
  updateFailedWithData: 70,
  updateFailed: 80,
  updateDone: 100,
} as const;

/** Operations of the object, and the types of the alerts that report on them [OMA-TS-DM-FUMO 1.0, alert types]. */
const ALERT_TYPES = {
  Download: "org.openmobilealliance.dm.firmwareupdate.download",
  Update: "org.openmobilealliance.dm.firmwareupdate.update",
  DownloadAndUpdate: "org.openmobilealliance.dm.firmwareupdate.downloadandupdate",
} as const;
type Operation = keyof typeof ALERT_TYPES;

const UNKNOWN_CODE = "777";
/** A text behind the code, as clients write one. */
const BATTERY_TEXT = " battery low";

/** A firmware object of a device: downloads, installs, restarts and reports [OMA-TS-DM-FUMO 1.0]. */
export class FirmwareObject implements ManagedObject {
  #held: HeldPackage | null = null;
  readonly #objectWork: ObjectWork;

  constructor(
    private readonly root: string,
    private readonly settings: FirmwareSettings,
    private readonly around: UpdateSurroundings,
  ) {
    this.#objectWork = new ObjectWork(around);
  }

  execute(uri: string, correlator: string | null): ObjectAnswer | null {
    const operation = this.#operationAt(uri);
    if (!operation) return null;
    return this.#objectWork.begin({
      run: (inSession) => this.#run(operation, correlator, inSession),
      reportOf: (failure) => this.#reportOf(operation, correlator, failure),
    });
  }

  added(): void {}

  takes(uri: string, octets: Uint8Array): boolean {
    if (uri !== `${this.root}/Update/PkgData`) return false;
    const sink = new PackageSink();
    sink.take(octets);
    this.#held = sink.finish();
    this.#setState(STATE.readyToUpdate);
    return true;
  }

  #operationAt(uri: string): Operation | null {
    const name = uri.startsWith(`${this.root}/`) ? uri.slice(this.root.length + 1) : "";
    return name in ALERT_TYPES ? (name as Operation) : null;
  }

  async #run(operation: Operation, correlator: string | null, inSession: boolean): Promise<UpdateFailure | null> {
    if (operation !== "Update") {
      const failure = await this.#download(operation);
      if (failure !== null || operation === "Download") return failure;
    }
    return this.#install(correlator, inSession);
  }

  async #download(operation: Operation): Promise<UpdateFailure | null> {
    this.#setState(STATE.downloading);
    const url = this.around.tree.ownValue(`${this.root}/${operation}/PkgURL`) ?? "";
    const { held, failure } = await fetchPackage(this.around, url, this.settings);
    this.#held = held;
    this.#setState(held ? STATE.downloadComplete : STATE.downloadFailed);
    return failure;
  }

  async #install(correlator: string | null, inSession: boolean): Promise<UpdateFailure | null> {
    const { tree, ledger, fault, statistics, stopped } = this.around;
    const held = this.#held;
    // Nothing is there to be installed: an error of whoever asked, and so of the client [FUMO result code 400].
    if (!held) return "deviceError";
    this.#setState(STATE.updating);
    await sleep(this.settings.installMs, undefined, { signal: stopped });
    const failure = refusalToInstall(this.around, held, this.#version);
    if (failure !== null) {
      this.#setState(fault === "doneStateOnFailure" ? STATE.updateDone : STATE.updateFailedWithData);
      return failure;
    }
    if (!inSession) await this.around.restart();
    this.#held = null;
    if (fault === "unknownCode") {
      this.#setState(STATE.updateFailed);
      return "installFailed";
    }
    this.#setState(STATE.updateDone);
    if (fault === "successOnOldVersion") return null;
    const { version, software, name } = held.header;
    ledger.record("Install", this.root, correlator, version);
    statistics.installs += 1;
    tree.setOwnValue(`${this.root}/PkgName`, name ?? version);
    tree.setOwnValue(`${this.root}/PkgVersion`, version);
    if (this.settings.version !== undefined) tree.setOwnValue(this.settings.version, version);
    if (software !== null) tree.setOwnValue("./DevDetail/SwV", software);
    return null;
  }

  /** What the object is about has this version now. */
  get #version(): string | null {
    return this.around.tree.ownValue(this.settings.version ?? `${this.root}/PkgVersion`) || null;
  }

  #reportOf(operation: Operation, correlator: string | null, failure: UpdateFailure | null): Report {
    const { fault } = this.around;
    const code = failure !== null && fault === "unknownCode" ? UNKNOWN_CODE : `${codesOf(failure).firmware}`;
    return {
      type: ALERT_TYPES[operation],
      format: this.settings.reportFormat,
      data: failure === "deviceError" && fault === "batteryLow" ? code + BATTERY_TEXT : code,
      source: this.settings.reportsAs === "object" ? this.root : `${this.root}/${operation}`,
      mark: failure === null ? "informational" : "warning",
      correlator,
    };
  }

  #setState(state: number): void {
    this.around.tree.setOwnValue(`${this.root}/State`, `${state}`);
  }
}
