import { setMaxListeners } from "node:events";
import { listenForDatagrams } from "./datagram-listener";
import { DmClient } from "./dm-client";
import { type FaultRates, NO_FAULTS, USUAL_FAULTS } from "./faults";
import type { FleetDevice } from "./fleet-device";
import { httpExchange } from "./http-exchange";
import type { LedgerEntry } from "./ledger";
import type { ReceivedPush } from "./push-reader";
import { SessionSlots } from "./session-slots";
import { emptyStatistics, type FleetStatistics } from "./statistics";
import type { UpdateFault, UpdateFaultRates } from "./updates";
import { listenForWakeUps, NOTIFICATION_TYPE } from "./wake-up-listener";

const SESSIONS_AT_A_TIME = 100;
const DOWNLOADS_AT_A_TIME = 100;

export interface FleetOptions {
  /** The server's DM endpoint, as it is in the devices' accounts. */
  readonly serverUrl: string;
  readonly devices: readonly FleetDevice[];
  /** The same seed gives the same faults, nonces and habits. */
  readonly seed: string;
  /** Nothing ever goes wrong on the devices' side. */
  readonly polite: boolean;
  /** Other rates than the usual ones; wins over `polite`. */
  readonly faults?: Partial<FaultRates>;
  /** What goes wrong with updates on a share of the devices; nothing when left out. Each device has one fault, or none. */
  readonly updateFaults?: UpdateFaultRates;
  /** Loopback port for wake-ups; any free one when left out. */
  readonly wakePort?: number;
  /** Each device listens for pushes on a UDP port of loopback, too. For up to 500 devices. */
  readonly udp?: boolean;
  /** Each device that is awake calls by itself so often, at a time of its own. Never when left out. */
  readonly pollSeconds?: number;
  /** Sees every message of every device. */
  readonly observe?: (devId: string, direction: "sent" | "received", octets: Uint8Array) => void;
}

/** Simulated devices in this process, each speaking OMA DM to the server over HTTP. */
export interface Fleet {
  /** The address of a device for the channel `sim-http`. */
  wakeAddressOf(devId: string): string;
  /** The address of a device for the channel `udp`; null when the fleet does not listen there. */
  udpAddressOf(devId: string): string | null;
  /** Lets a device start a session of its own accord. */
  call(devId: string): void;
  /** What a device really did; empty for one that is not of this fleet. */
  ledgerOf(devId: string): LedgerEntry[];
  /** What goes wrong with each update of a device; null: nothing. */
  updateFaultOf(devId: string): UpdateFault | null;
  /** A leaf of a device's tree as the device sees it; null when there is none. */
  valueOf(devId: string, uri: string): string | null;
  statistics(): FleetStatistics;
  /** Ends the sessions under way where they are. */
  stop(): Promise<void>;
}

/** Starts a fleet. Rejects when the port for wake-ups is taken, and with RangeError when rates of faults are none. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const stopping = new AbortController();
  // Every pause of every device listens to it.
  setMaxListeners(0, stopping.signal);
  const statistics = emptyStatistics();
  const http = httpExchange(SESSIONS_AT_A_TIME);
  const downloads = httpExchange(DOWNLOADS_AT_A_TIME);
  const surroundings = {
    serverUrl: options.serverUrl,
    http,
    downloads,
    slots: new SessionSlots(SESSIONS_AT_A_TIME),
    statistics,
    faultRates: { ...(options.polite ? NO_FAULTS : USUAL_FAULTS), ...options.faults },
    updateFaults: options.updateFaults ?? {},
    seed: options.seed,
    stopped: stopping.signal,
    observe: options.observe ?? (() => {}),
  };
  const clients = new Map(options.devices.map((device) => [device.devId, new DmClient(device, surroundings)]));
  const hear = (devId: string, push: ReceivedPush): "taken" | "unknown" => {
    const client = clients.get(devId);
    if (client) hearPush(client, push, statistics);
    return client ? "taken" : "unknown";
  };
  const listener = await listenForWakeUps(options.wakePort ?? 0, hear);
  const datagrams = await listenForDatagrams(options.udp ? [...clients.keys()] : [], (devId, push) => {
    if (push) hear(devId, push);
    else statistics.wakeUpsRefused += 1;
  });
  const polls =
    options.pollSeconds === undefined ? [] : pollAll([...clients.values()].filter(isAwake), options.pollSeconds);
  return {
    wakeAddressOf: listener.addressOf,
    udpAddressOf: datagrams.addressOf,
    call: (devId) => clients.get(devId)?.call(),
    ledgerOf: (devId) => clients.get(devId)?.ledger.entries() ?? [],
    updateFaultOf: (devId) => clients.get(devId)?.updateFault ?? null,
    valueOf: (devId, uri) => clients.get(devId)?.tree.ownValue(uri) ?? null,
    statistics: () => ({ ...statistics }),
    stop: async () => {
      stopping.abort();
      for (const poll of polls) clearInterval(poll);
      for (const client of clients.values()) client.stop();
      http.close();
      downloads.close();
      await Promise.all([listener.close(), datagrams.close()]);
    },
  };
}

function hearPush(client: DmClient, push: ReceivedPush, statistics: FleetStatistics): void {
  if (client.isDeaf) {
    statistics.wakeUpsMissed += 1;
    return;
  }
  if (push.contentType === NOTIFICATION_TYPE) {
    statistics.wakeUps += 1;
    if (!client.wakeUp(push.body)) statistics.wakeUpsRefused += 1;
  } else if (client.bootstrap(push)) statistics.bootstraps += 1;
  else statistics.bootstrapsRefused += 1;
}

function isAwake({ device }: DmClient): boolean {
  return device.habits?.isAsleep !== true;
}

/** Spreads the devices' calls evenly over the time between two calls of one device. */
function pollAll(clients: readonly DmClient[], seconds: number): NodeJS.Timeout[] {
  const tickMs = Math.max(50, (seconds * 1_000) / Math.max(clients.length, 1));
  const perTick = Math.ceil((clients.length * tickMs) / (seconds * 1_000));
  let at = 0;
  const tick = setInterval(() => {
    for (let count = 0; count < perTick; count += 1) clients[at++ % clients.length]?.call();
  }, tickMs);
  return [tick];
}
