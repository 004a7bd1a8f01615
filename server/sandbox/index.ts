import { registrationOf, startFleet } from "../../simulator";
import { RegisterDeviceInput, registerDevice, restartDevice } from "../services/devices";
import { asServiceError } from "../services/errors";
import type { CallContext } from "../services/use-case";
import { type SandboxDevice, sandboxDevices } from "./sandbox-devices";

export interface SandboxOptions {
  /** Of the environment whose devices they are to be. */
  readonly context: CallContext;
  readonly masterKey: Uint8Array;
  /** Devices on which nothing goes wrong, beside the scripted ones. */
  readonly devices: number;
  /** Where they call. */
  readonly dmUrl: string;
}

export interface Sandbox {
  /** How many devices run. */
  readonly size: number;
  stop(): Promise<void>;
}

/** Devices that are awake call by themselves so often, woken or not. */
const POLL_SECONDS = 60;

/**
 * Runs the simulated devices of the sandbox and registers them. They speak OMA DM over HTTP like any device, and keep
 * nothing over a restart of the server: they then have the values, versions and account again that they were made with.
 */
export async function startSandbox({ context, masterKey, devices: count, dmUrl }: SandboxOptions): Promise<Sandbox> {
  const devices = sandboxDevices(masterKey, count);
  const fleet = await startFleet({
    serverUrl: dmUrl,
    devices: devices.map(({ device }) => device),
    seed: "sandbox",
    polite: true,
    pollSeconds: POLL_SECONDS,
  });
  try {
    for (const device of devices) await introduce(context, device, fleet.wakeAddressOf(device.device.devId));
  } catch (error) {
    await fleet.stop();
    throw error;
  }
  for (const { device } of devices) if (!device.habits?.isAsleep) fleet.call(device.devId);
  return { size: devices.length, stop: () => fleet.stop() };
}

async function introduce(context: CallContext, { device, msisdn, imsi }: SandboxDevice, wakeAddress: string) {
  const registration = RegisterDeviceInput.parse({ ...registrationOf(device, wakeAddress), msisdn, imsi });
  try {
    await registerDevice(context, registration);
  } catch (error) {
    const code = asServiceError(error)?.code;
    if (code === "CONFLICT") return restartDevice(context, registration);
    // An External System has just retired it: it is registered at the next start.
    if (code !== "FAILED_PRECONDITION") throw error;
  }
}
