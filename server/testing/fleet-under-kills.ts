import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtInProfile, type Fleet, type FleetDevice, makeDevices, registrationOf, startFleet } from "../../simulator";
import type { Pool } from "../db/client";
import { internalPrincipal } from "../services/authorization";
import { registerDevice } from "../services/devices";
import { startOperation } from "../services/operations";
import { createSealer } from "../services/secrets";
import type { CallContext } from "../services/use-case";
import { freePort, type ServerProcess, startServerProcess } from "./server-process";

/** A fleet of simulated devices at work on a server that is killed without warning, over one database. */
export interface FleetUnderKills {
  readonly devices: readonly FleetDevice[];
  readonly fleet: Fleet;
  readonly context: CallContext;
  /** Starts one operation of this kind on every device; answers its public id. */
  startOnAll(kind: string, params: unknown): Promise<string>;
  /** Kills the server with SIGKILL and starts it again on the same ports. */
  killAndRestart(): Promise<void>;
  /** Resolves when no task is open any more; throws when that takes longer. */
  untilAllEnded(secondsMax: number): Promise<void>;
  /** How many tasks have ended. */
  ended(): Promise<number>;
  stop(): Promise<void>;
}

export interface FleetUnderKillsOptions {
  readonly pool: Pool & { readonly url: string };
  readonly devices: number;
  readonly seed: string;
  readonly polite: boolean;
}

/** Devices call by themselves so often: who was in session when the server died comes back. */
const POLL_SECONDS = 6;
const POLL_MS = 100;

export async function startFleetUnderKills(options: FleetUnderKillsOptions): Promise<FleetUnderKills> {
  const { pool, seed } = options;
  const masterKey = randomBytes(32);
  const dataDir = await mkdtemp(join(tmpdir(), "dmwsi-kills-"));
  const ports = { dmPort: await freePort(), metricsPort: await freePort() };
  const startServer = (): Promise<ServerProcess> =>
    startServerProcess({ databaseUrl: pool.url, masterKey, dataDir, roles: "device,worker", ...ports });
  let server = await startServer();
  const context: CallContext = {
    database: pool.database,
    sealer: await createSealer({ masterKey, database: pool.database }),
    principal: internalPrincipal("live"),
    requestId: "fleet-under-kills",
    sourceAddress: "127.0.0.1",
  };
  const devices = makeDevices({
    count: options.devices,
    seed,
    profiles: [builtInProfile("phone"), builtInProfile("router"), builtInProfile("vehicle")],
    serverId: "dmwsi",
  });
  const fleet = await startFleet({
    serverUrl: server.dmUrl,
    devices,
    seed,
    polite: options.polite,
  });
  for (const device of devices) {
    await registerDevice(context, registrationOf(device, fleet.wakeAddressOf(device.devId)));
  }
  const polling = setInterval(() => {
    for (const { devId } of devices) fleet.call(devId);
  }, POLL_SECONDS * 1_000);
  const ended = async (): Promise<number> => {
    const [row] = await pool.sql`select count(*)::integer as count from tasks where ended_at is not null`;
    return row?.["count"] ?? 0;
  };
  const open = async (): Promise<number> => {
    const [row] = await pool.sql`
      select (select count(*) from tasks where ended_at is null)::integer + (select count(*) from outbox)::integer as count`;
    return row?.["count"] ?? 0;
  };
  return {
    devices,
    fleet,
    context,
    ended,
    async startOnAll(kind, params) {
      const target = { devices: devices.map((device) => device.devId) };
      const retry = { attempts: 10, backoff: "PT1S" };
      return (await startOperation(context, { kind, params, target, retry })).id;
    },
    async killAndRestart() {
      await server.end("SIGKILL");
      server = await startServer();
    },
    async untilAllEnded(secondsMax) {
      for (let waited = 0; waited < secondsMax * 1_000; waited += POLL_MS) {
        if ((await open()) === 0) return;
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      const left =
        await pool.sql`select state, reason_code, count(*)::integer from tasks where ended_at is null group by 1, 2`;
      throw new Error(
        `Not all tasks ended within ${secondsMax} s: ${JSON.stringify(left)} ${JSON.stringify(fleet.statistics())}`,
      );
    },
    async stop() {
      clearInterval(polling);
      await fleet.stop();
      await server.end("SIGTERM");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
