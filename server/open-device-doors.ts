import { createServer } from "node:http";
import type { ContentStore } from "./adapters/content-store";
import type { Config } from "./config";
import type { Pool } from "./db/client";
import { isDatabaseUnavailable } from "./db/is-unavailable";
import {
  createSourceAddresses,
  deviceBounds,
  type Listener,
  loadDeviceTls,
  openDeviceListener,
  openPort,
  type SourceAddresses,
} from "./listeners";
import type { Log } from "./log";
import { metrics } from "./metrics";
import { createDeviceMessageHandler, type DeviceStore, mediaTypeOf } from "./services/device-sessions";
import { createDownloads } from "./services/downloads";
import type { Realm } from "./services/principal";
import type { Sealer } from "./services/secrets";

/** What devices are answered with. */
export interface DeviceParts {
  readonly config: Config;
  readonly log: Log;
  readonly pool: Pool;
  readonly store: DeviceStore;
  readonly sealer: Sealer;
  readonly sources: SourceAddresses;
  /** The octets of contents. */
  readonly contents: ContentStore;
}

/** One address that devices of one environment call. */
interface Door extends Pick<Parameters<typeof openDeviceListener>[0], "host" | "port" | "tls" | "bounds" | "sources"> {
  readonly realm: Realm;
  /** The address as devices know it. */
  readonly dmUrl: string;
  readonly protectedLeg: boolean;
}

const LOOPBACK = "127.0.0.1";

/** The port that faces the devices. */
export function openDevices(parts: DeviceParts): Promise<Listener> {
  const { config, sources } = parts;
  return openDoor(parts, {
    realm: "live",
    host: config.host,
    port: config.dmPort,
    tls: config.dmTls && loadDeviceTls(config.dmTls),
    bounds: deviceBounds(config.dmLimits),
    sources,
    dmUrl: config.dmPublicUrl,
    protectedLeg: config.dmLegProtected,
  });
}

/** Where simulated devices call, whichever process they run in; null: at a free port of another process. */
export async function sandboxDmUrl({ sandbox }: Config, runsHere: boolean): Promise<string | null> {
  if (sandbox.port !== 0) return dmUrlAt(sandbox.port);
  return runsHere ? dmUrlAt(await freePort()) : null;
}

/**
 * The port of the sandbox's devices, on loopback alone: no device from outside reaches the sandbox, and none of the
 * sandbox is known at the port of the live devices, whose bounds and TLS it does not share.
 */
export function openSandboxDevices(parts: DeviceParts, dmUrl: string): Promise<Listener> {
  return openDoor(parts, {
    realm: "sandbox",
    host: LOOPBACK,
    port: Number(new URL(dmUrl).port),
    tls: null,
    bounds: deviceBounds("bench"),
    sources: createSourceAddresses([]),
    dmUrl,
    protectedLeg: true,
  });
}

function openDoor({ config, log, pool, store, sealer, contents }: DeviceParts, door: Door): Promise<Listener> {
  const { realm, dmUrl, protectedLeg, ...listening } = door;
  const { dmMessages } = metrics();
  const downloads = createDownloads({ sql: pool.sql, store, contents, sealer, dmUrl });
  return openDeviceListener({
    ...listening,
    log,
    metrics: metrics(),
    isMessageType: (contentType) => mediaTypeOf(contentType) !== null,
    isTemporary: isDatabaseUnavailable,
    downloads,
    handleMessage: createDeviceMessageHandler({
      store,
      database: pool.database,
      sealer,
      realm,
      dmUrl,
      protectedLeg,
      contents: downloads.forPlans,
      keptOctetsMax: config.messageOctetsKept,
      observe: (outcome) => dmMessages.inc({ outcome }),
    }),
  });
}

function dmUrlAt(port: number): string {
  return `http://${LOOPBACK}:${port}/dm`;
}

/** Devices are told the address before it is opened, so the port is chosen first. */
async function freePort(): Promise<number> {
  const chosen = await openPort(createServer(), LOOPBACK, 0, "SANDBOX_PORT");
  await chosen.close(0);
  return chosen.port;
}
