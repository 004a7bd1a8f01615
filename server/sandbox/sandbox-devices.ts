import { createHmac } from "node:crypto";
import {
  builtInProfile,
  type FleetDevice,
  makeDevices,
  SCRIPTED_MODELS,
  type ScriptedModel,
  scriptedProfile,
} from "../../simulator";

/** Decides the DevIds alone: they are the same wherever a sandbox runs. */
const SEED = "sandbox";
/** The server's name at its devices. */
const SERVER_NAME = "dmwsi";

/** A simulated device and the subscriber whose it is. */
export interface SandboxDevice {
  readonly device: FleetDevice;
  readonly msisdn: string;
  readonly imsi: string;
}

/**
 * The devices of a sandbox, the same at every start: one of each scripted model, and `count` on which nothing goes wrong,
 * phones, routers and vehicles in turn. Their secrets follow from the master key, so that no file has to keep them.
 */
export function sandboxDevices(masterKey: Uint8Array, count: number): SandboxDevice[] {
  const models = Object.keys(SCRIPTED_MODELS) as ScriptedModel[];
  const scripted = makeDevices({
    count: models.length,
    seed: `${SEED} scripted`,
    profiles: models.map(scriptedProfile),
    serverId: SERVER_NAME,
  }).map((device, n) => withHabits(device, models[n]));
  const usual = makeDevices({
    count,
    seed: SEED,
    profiles: [builtInProfile("phone"), builtInProfile("router"), builtInProfile("vehicle")],
    serverId: SERVER_NAME,
  });
  return [...scripted, ...usual].map((device, n) => {
    const number = String(n + 1).padStart(4, "0");
    const imsi = `00101000000${number}`;
    const secretOf = (side: string): string =>
      createHmac("sha256", masterKey).update(`sandbox ${device.devId} ${side}`).digest("base64url").slice(0, 27);
    return {
      msisdn: `88299000${number}`,
      imsi,
      device: {
        ...device,
        client: { ...device.client, secret: secretOf("client") },
        server: { ...device.server, secret: secretOf("server") },
        subscriber: { imsi, pin: null },
      },
    };
  });
}

function withHabits(device: FleetDevice, model: ScriptedModel | undefined): FleetDevice {
  const entry = model && SCRIPTED_MODELS[model];
  return entry && "habits" in entry ? { ...device, habits: entry.habits } : device;
}
