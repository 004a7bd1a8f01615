import { setTimeout as sleep } from "node:timers/promises";
import { DecodeError } from "../server/oma-dm/decode-error";
import { readPackage0 } from "../server/oma-dm/security";
import { isGenuine } from "./bootstrap-proof";
import { type GivenAccount, readBootstrap } from "./bootstrap-reader";
import { DeliveryError } from "./delivery";
import { DeviceTree } from "./device-tree";
import { runSession, type SessionCause, type SessionDevice, type SessionEnd } from "./dm-session";
import { type Fault, type FaultRates, faultsOf } from "./faults";
import type { FleetDevice } from "./fleet-device";
import { type HttpExchange, httpExchange } from "./http-exchange";
import { Ledger } from "./ledger";
import { ClientProof, ServerProof } from "./proofs";
import type { ReceivedPush } from "./push-reader";
import { type Random, seededRandom } from "./random";
import { Reports } from "./reports";
import type { SessionSlots } from "./session-slots";
import type { FleetStatistics } from "./statistics";
import { ManagedObjects, type UpdateFault, type UpdateFaultRates, updateFaultOf } from "./updates";

/** Pauses before a device comes back by itself after a session that did not end well. */
const COME_BACK_MS_FIRST = 500;
const COME_BACK_MS_MAX = 30_000;
/** After so many in a row it waits to be woken, or for its next call. */
const COME_BACKS_MAX = 20;

/** What all devices of a fleet share. */
export interface ClientSurroundings {
  readonly serverUrl: string;
  readonly http: HttpExchange;
  /** For packages: a long download takes no connection from a session. */
  readonly downloads: HttpExchange;
  readonly slots: SessionSlots;
  readonly statistics: FleetStatistics;
  readonly faultRates: FaultRates;
  readonly updateFaults: UpdateFaultRates;
  readonly seed: string;
  readonly stopped: AbortSignal;
  readonly observe: (devId: string, direction: "sent" | "received", octets: Uint8Array) => void;
}

/** One simulated device: what it is and knows, and when it calls. At most one session at a time. */
export class DmClient {
  readonly ledger = new Ledger();
  readonly tree: DeviceTree;
  readonly updateFault: UpdateFault | null;
  #self: SessionDevice;
  /** null: it has no account. */
  #serverUrl: string | null;
  readonly #random: Random;
  readonly #fault: Fault;
  readonly #reports: Reports;
  /** Of a device that shows a certificate of its own. */
  readonly #ownHttp: HttpExchange | null;
  #sessions = 0;
  /** The sessions under way, one after the other; null: none. */
  #running: Promise<void> | null = null;
  /** It restarts, or is about to. */
  #isDown = false;
  #next: SessionCause | null = null;
  /** SessionID of the last notification that was followed: a repeated one starts no second session. */
  #followed = 0;
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    readonly device: FleetDevice,
    private readonly around: ClientSurroundings,
  ) {
    const { devId, profile, client, server, habits } = device;
    this.#random = seededRandom(`${around.seed} ${devId}`);
    this.#fault = faultsOf({ ...around.faultRates, ...habits?.faults }, this.#random);
    const serial = devId.slice(devId.lastIndexOf(":") + 1);
    const own = { devId, serial, serverId: server.name, clientName: client.name, serverUrl: around.serverUrl };
    this.tree = new DeviceTree(profile, own);
    this.#reports = new Reports(this.tree, () => this.call());
    this.updateFault = habits?.updateFault ?? updateFaultOf(devId, around.seed, around.updateFaults);
    this.#ownHttp = device.tls ? httpExchange(1, device.tls) : null;
    this.#serverUrl = device.hasAccount === false ? null : around.serverUrl;
    this.#self = {
      device,
      tree: this.tree,
      ledger: this.ledger,
      reports: this.#reports,
      objects: this.#managedObjects(),
      clientProof: new ClientProof(client),
      serverProof: new ServerProof(server, this.#random),
      random: this.#random,
      observe: (direction, octets) => around.observe(devId, direction, octets),
    };
  }

  #managedObjects(): ManagedObjects {
    const { profile, devId } = this.device;
    const { downloads, statistics, stopped, seed } = this.around;
    return new ManagedObjects(profile, {
      tree: this.tree,
      ledger: this.ledger,
      reports: this.#reports,
      http: downloads,
      statistics,
      stopped,
      random: seededRandom(`${seed} ${devId} updates`),
      fault: this.updateFault,
      reportsAtOnce: this.updateFault === "alertBeforeStatus" || profile.quirks.has("reportsAtOnce"),
      restart: () => this.#restart(),
      call: () => this.call(),
    });
  }

  /** A device that restarts or sleeps hears nothing. */
  get isDeaf(): boolean {
    return this.#isDown || this.device.habits?.isAsleep === true;
  }

  /** Restarts when the session under way is over. */
  async #restart(): Promise<void> {
    const { statistics, stopped } = this.around;
    this.#isDown = true;
    await this.#running;
    stopped.throwIfAborted();
    statistics.restarts += 1;
    await sleep(this.device.profile.restartMs, undefined, { signal: stopped });
    this.#isDown = false;
    this.#runWanted();
  }

  /** Follows a notification (Package 0) when it is the server's; false when it is not, or none at all. */
  wakeUp(octets: Uint8Array): boolean {
    const notification = readPackage0(octets);
    if (!notification || this.#serverUrl === null || !this.#self.serverProof.signed(notification)) return false;
    if (notification.sessionId === this.#followed) return true;
    this.#followed = notification.sessionId;
    // Upper-case hexadecimal without leading zeros [OMA-TS-DM_Protocol 1.2.1, SessionID].
    this.#want({ by: "server", sessionId: notification.sessionId.toString(16).toUpperCase() });
    return true;
  }

  /**
   * Takes the account that a bootstrap gives, and calls the server it names; false when it proves nothing, or gives no
   * account. What the device had before is gone then.
   */
  bootstrap(push: ReceivedPush): boolean {
    const { subscriber } = this.device;
    if (!subscriber || !isGenuine(push, subscriber)) return false;
    let given: GivenAccount | null;
    try {
      given = readBootstrap(push);
    } catch (error) {
      if (error instanceof DecodeError) return false;
      throw error;
    }
    if (!given) return false;
    const { client, server, serverId, serverUrl } = given;
    this.#serverUrl = serverUrl;
    this.tree.takeOwn({ serverId, serverUrl, clientName: client.account.name });
    this.#self = {
      ...this.#self,
      device: { ...this.#self.device, client: client.account, server: { ...server.account, name: serverId } },
      clientProof: new ClientProof(client.account, client.nonce),
      serverProof: new ServerProof(server.account, this.#random, server.nonce),
    };
    this.#followed = 0;
    this.#failures = 0;
    this.call();
    return true;
  }

  /** Starts a session of the device's own accord. */
  call(): void {
    this.#sessions += 1;
    this.#want({ by: "client", sessionId: this.#sessions.toString(16).toUpperCase() });
  }

  stop(): void {
    this.#reports.stop();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#next = null;
    this.#ownHttp?.close();
  }

  #want(cause: SessionCause): void {
    if (this.around.stopped.aborted || this.#serverUrl === null) return;
    if (!this.#next || cause.by === "server") this.#next = cause;
    this.#runWanted();
  }

  #runWanted(): void {
    if (this.#running || this.#isDown || !this.#next) return;
    this.#running = this.#runAll().finally(() => {
      this.#running = null;
    });
  }

  async #runAll(): Promise<void> {
    while (this.#next && !this.#isDown && !this.around.stopped.aborted) {
      const cause = this.#next;
      this.#next = null;
      const end = await this.around.slots.run(() => this.#runOne(cause));
      if (end) this.#conclude(cause, end);
    }
  }

  /** null: the fleet was stopped. */
  async #runOne(cause: SessionCause): Promise<SessionEnd | "unreachable" | null> {
    const { statistics, stopped } = this.around;
    const http = this.#ownHttp ?? this.around.http;
    if (stopped.aborted || this.#serverUrl === null) return null;
    statistics.sessionsStarted += 1;
    const line = { http, fault: this.#fault, statistics, stopped };
    try {
      return await runSession(this.#self, line, this.#serverUrl, cause);
    } catch (error) {
      if (stopped.aborted) return null;
      const message = error instanceof Error ? error.message : `${error}`;
      if (!(error instanceof DeliveryError) || error.kind === "rejected") return { problem: message };
      statistics.lastProblem = `${this.device.devId}: ${message}`;
      return "unreachable";
    }
  }

  #conclude(cause: SessionCause, end: SessionEnd | "unreachable"): void {
    const { statistics } = this.around;
    if (end === "completed") {
      statistics.sessionsCompleted += 1;
      this.#failures = 0;
      if (this.#reports.due.length > 0) this.#comeBack();
      return;
    }
    // The notification did not lead to a whole session, so a repeated one is followed again.
    if (cause.by === "server") this.#followed = 0;
    if (end === "refused") {
      statistics.sessionsRefused += 1;
      statistics.lastProblem = `${this.device.devId}: the server refused the device's credentials.`;
      return;
    }
    if (end === "died") {
      statistics.sessionsDied += 1;
      this.#comeBack();
      return;
    }
    if (end === "unreachable") statistics.sessionsUnreachable += 1;
    else {
      statistics.sessionsFailed += 1;
      statistics.lastProblem = `${this.device.devId}: ${end.problem}`;
    }
    this.#failures += 1;
    this.#comeBack();
  }

  #comeBack(): void {
    if (this.#failures > COME_BACKS_MAX || this.#timer || this.around.stopped.aborted) return;
    const pauseMs = Math.min(COME_BACK_MS_FIRST * 2 ** Math.min(this.#failures, 10), COME_BACK_MS_MAX);
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.call();
      },
      pauseMs * (0.5 + this.#random.next()),
    );
  }
}
