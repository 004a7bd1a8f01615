import { join } from "node:path";
import { type Fleet, startFleet } from "../../simulator/fleet";
import type { Config } from "../config";
import type { Database } from "../db/client";
import type { Log } from "../log";
import { internalPrincipal } from "../services/authorization";
import { forgetServerNonces } from "../services/device-sessions";
import { registerDevice } from "../services/devices";
import { asServiceError } from "../services/errors";
import { startOperation } from "../services/operations";
import type { Sealer } from "../services/secrets";
import type { CallContext } from "../services/use-case";
import { writeQuickstartFile } from "./accounts";
import { factoryNewPhone, type QuickstartDevice, quickstartDevices } from "./simulated-devices";

export interface QuickstartOptions {
  readonly config: Config;
  readonly masterKey: Uint8Array;
  readonly database: Database;
  readonly sealer: Sealer;
  readonly channels: CallContext["channels"];
  readonly log: Log;
}

export interface Quickstart {
  stop(): Promise<void>;
}

/** Simulated devices call by themselves so often, woken or not. */
const POLL_SECONDS = 60;

/** Makes what a first look needs: an administrator, an External System, simulated devices that answer. */
export async function startQuickstart(options: QuickstartOptions): Promise<Quickstart> {
  const { config, masterKey, database, sealer, channels, log } = options;
  const principal = internalPrincipal("live");
  const context: CallContext = {
    database,
    sealer,
    channels,
    principal,
    requestId: "quickstart",
    sourceAddress: "127.0.0.1",
  };
  await writeQuickstartFile(context, join(config.dataDir, "quickstart.json"), {
    consoleUrl: config.publicUrl,
    apiUrl: `${config.publicUrl}/api/v1`,
    deviceUrl: config.dmPublicUrl,
    metricsUrl: `http://127.0.0.1:${config.metricsPort}/metrics`,
  });
  const devices = quickstartDevices(masterKey, config.simulatedDevices);
  for (const device of devices) await register(context, device, config.simulatorPort);
  const newPhone = factoryNewPhone();
  await register(context, newPhone, config.simulatorPort);
  // Simulated devices keep no nonces over a restart.
  await forgetServerNonces(
    database,
    principal,
    devices.map(({ device }) => device.devId),
  );
  const fleet = config.simulatedDevicesRun ? await run(config, [...devices, newPhone]) : null;
  if (fleet) await bootstrap(context, newPhone);
  log.info("quickstart.started", { count: fleet ? devices.length : 0 });
  return { stop: async () => fleet?.stop() };
}

/** A device of an earlier start is registered already. */
async function register(context: CallContext, { device, msisdn, imsi }: QuickstartDevice, port: number): Promise<void> {
  try {
    await registerDevice(context, {
      devId: device.devId,
      manufacturer: device.profile.manufacturer,
      model: device.profile.model,
      msisdn,
      imsi,
      timeZone: device.profile.timeZone,
      ...(device.hasAccount === false
        ? { tags: ["simulated", "factory-new"] }
        : { tags: ["simulated", device.profile.name], credentials: credentialsOf(device) }),
      channels: [{ kind: "sim-http", address: wakeAddress(port, device.devId) }],
    });
  } catch (error) {
    if (asServiceError(error)?.code !== "CONFLICT") throw error;
  }
}

function credentialsOf({ client, server }: QuickstartDevice["device"]) {
  return {
    client: { type: "md5", username: client.name, secret: client.secret },
    server: { type: "md5", name: server.name, secret: server.secret },
  };
}

/** A simulated device keeps no account over a restart, so it gets a new one at each start. */
async function bootstrap(context: CallContext, { device }: QuickstartDevice): Promise<void> {
  await startOperation(context, {
    kind: "bootstrap.send",
    params: {},
    target: { devices: [device.devId] },
    reference: "quickstart",
  });
}

function wakeAddress(port: number, devId: string): string {
  return `http://127.0.0.1:${port}/wake/${encodeURIComponent(devId)}`;
}

function run(config: Config, devices: readonly QuickstartDevice[]): Promise<Fleet> {
  return startFleet({
    serverUrl: config.dmPublicUrl,
    devices: devices.map(({ device }) => device),
    seed: "quickstart",
    polite: false,
    wakePort: config.simulatorPort,
    pollSeconds: POLL_SECONDS,
  });
}
