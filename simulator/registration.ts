import type { FleetDevice } from "./fleet-device";

/** What a device is registered with: the body of `POST /api/v1/devices`. */
export interface Registration {
  readonly devId: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly timeZone: string;
  readonly tags: readonly string[];
  readonly credentials: {
    readonly client: { readonly type: string; readonly username: string; readonly secret: string };
    readonly server: { readonly type: string; readonly name: string; readonly secret: string };
  };
  readonly channels: readonly { readonly kind: "sim-http"; readonly address: string }[];
}

/** `wakeAddress`: where the fleet listens for the device's notifications. */
export function registrationOf({ devId, profile, client, server }: FleetDevice, wakeAddress: string): Registration {
  const { manufacturer, model, timeZone, name } = profile;
  return {
    devId,
    manufacturer,
    model,
    timeZone,
    tags: ["simulated", name],
    credentials: {
      client: { type: client.scheme, username: client.name, secret: client.secret },
      server: { type: server.scheme, name: server.name, secret: server.secret },
    },
    channels: [{ kind: "sim-http", address: wakeAddress }],
  };
}
