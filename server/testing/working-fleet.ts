import {
  builtInProfile,
  type Fleet,
  type FleetDevice,
  makeDevices,
  type Profile,
  registrationOf,
  startFleet,
  type UpdateFaultRates,
} from "../../simulator";
import type { Pool } from "../db/client";
import { isDatabaseUnavailable } from "../db/is-unavailable";
import { registerDevice } from "../services/devices";
import { startOperation } from "../services/operations";
import { callContextFor } from "../services/testing/call-context";
import type { CallContext } from "../services/use-case";

/** Simulated devices at work on servers that may be killed or cut off at any moment. */
export interface WorkingFleet {
  readonly devices: readonly FleetDevice[];
  readonly fleet: Fleet;
  readonly context: CallContext;
  /** Starts one operation of this kind on every device, ten attempts each unless said otherwise; answers its public id. */
  startOnAll(kind: string, params: unknown, retry?: { readonly attempts: number }): Promise<string>;
  /** Resolves when no task is open any more and every event is in the feed; throws when that takes longer. */
  untilAllEnded(secondsMax: number): Promise<void>;
  /** How many tasks have ended. */
  ended(): Promise<number>;
  stop(): Promise<void>;
}

export interface WorkingFleetOptions {
  /** Straight to the database, past whatever is between it and the servers. */
  readonly pool: Pool;
  readonly dmUrl: string;
  readonly devices: number;
  readonly seed: string;
  readonly polite: boolean;
  /** Taken in turn; phone, router and vehicle when left out. */
  readonly profiles?: readonly Profile[];
  /** What goes wrong with updates on shares of the devices; nothing when left out. */
  readonly updateFaults?: UpdateFaultRates;
}

/** Devices call by themselves so often: who was in session when the server died comes back. */
const CALL_SECONDS = 6;
const LOOK_MS = 100;

export async function startWorkingFleet(options: WorkingFleetOptions): Promise<WorkingFleet> {
  const { pool, seed } = options;
  const context = await callContextFor(pool.database);
  const devices = makeDevices({
    count: options.devices,
    seed,
    profiles: options.profiles ?? (["phone", "router", "vehicle"] as const).map(builtInProfile),
    serverId: "dmwsi",
  });
  const { dmUrl: serverUrl, polite, updateFaults = {} } = options;
  const fleet = await startFleet({ serverUrl, devices, seed, polite, updateFaults });
  for (const device of devices) {
    await registerDevice(context, registrationOf(device, fleet.wakeAddressOf(device.devId)));
  }
  const calling = setInterval(() => {
    for (const { devId } of devices) fleet.call(devId);
  }, CALL_SECONDS * 1_000);
  return {
    devices,
    fleet,
    context,
    ended: async () => {
      const [row] = await pool.sql`select count(*)::integer as count from tasks where ended_at is not null`;
      return row?.["count"] ?? 0;
    },
    async startOnAll(kind, params, { attempts } = { attempts: 10 }) {
      const target = { devices: devices.map((device) => device.devId) };
      const retry = { attempts, backoff: "PT1S" };
      return (await startOperation(context, { kind, params, target, retry })).id;
    },
    async untilAllEnded(secondsMax) {
      const deadline = Date.now() + secondsMax * 1_000;
      while (Date.now() < deadline) {
        if ((await countOpen(pool)) === 0) return;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      const left =
        await pool.sql`select state, reason_code, count(*)::integer from tasks where ended_at is null group by 1, 2`;
      throw new Error(
        `Not all tasks ended within ${secondsMax} s: ${JSON.stringify(left)} ${JSON.stringify(fleet.statistics())}`,
      );
    },
    async stop() {
      clearInterval(calling);
      await fleet.stop();
    },
  };
}

/** Open tasks and events that are not in the feed yet; -1 while the database is away. */
async function countOpen({ sql }: Pool): Promise<number> {
  try {
    const [row] = await sql`
      select (select count(*) from tasks where ended_at is null)::integer + (select count(*) from outbox)::integer as count`;
    return row?.["count"] ?? -1;
  } catch (error) {
    if (isDatabaseUnavailable(error)) return -1;
    throw error;
  }
}
