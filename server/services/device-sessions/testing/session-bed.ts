import { fromPublicId } from "../../../ids";
import { createTestDatabase, type TestDatabase } from "../../../testing/test-database";
import { registerDevice } from "../../devices";
import { callContextFor } from "../../testing/call-context";
import type { CallContext } from "../../use-case";
import { createDeviceStore } from "../device-store";
import { createDeviceMessageHandler, type DeviceMessageHandlerOptions } from "../handle-message";
import { WireDevice, type WireDeviceOptions } from "./wire-device";

/** A database with a message handler before it, on a protected leg and on a clear one, and devices to speak to it. */
export interface SessionBed {
  readonly test: TestDatabase;
  readonly context: CallContext;
  /** Registers a device with secrets of its own; `client` and `server` are its credentials beside the secret. */
  newDevice(facts?: BedDeviceFacts): Promise<BedDevice>;
  /** Answers on the protected leg as another process does, with nothing in memory. */
  newHandler(): ReturnType<typeof createDeviceMessageHandler>;
  /** Whoever claims to be a device, known or not. */
  wireOf(devId: string, secret: string, options?: WireFacts): WireDevice;
  close(): Promise<void>;
}

interface BedDeviceFacts {
  readonly client?: Readonly<Record<string, string>>;
  readonly server?: Readonly<Record<string, string>>;
  /** Whatever else it is registered with. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface BedDevice {
  readonly devId: string;
  /** As the API names it. */
  readonly id: string;
  readonly deviceId: string;
  readonly secret: string;
  readonly serverSecret: string;
  /** Another who speaks as this device: with its secret or a guessed one, on the protected leg or the clear one. */
  wire(options?: WireFacts & { readonly secret?: string }): WireDevice;
}

interface WireFacts extends Pick<WireDeviceOptions, "encoding"> {
  readonly leg?: "protected" | "clear";
}

/** The address of its server, as devices know it. */
export const BED_DM_URL = "http://127.0.0.1:3001/dm";

/** `keptOctetsMax`: octets of a message that are kept for the trace. `observe`: told how each message ended. */
export async function openSessionBed(
  options: Partial<Pick<DeviceMessageHandlerOptions, "keptOctetsMax" | "observe">> = {},
): Promise<SessionBed> {
  const test = await createTestDatabase();
  const context = await callContextFor(test.database);
  const handlerOf = (protectedLeg: boolean) =>
    createDeviceMessageHandler({
      store: createDeviceStore(test.sql),
      database: test.database,
      sealer: context.sealer,
      dmUrl: BED_DM_URL,
      protectedLeg,
      observe: () => {},
      ...options,
    });
  const legs = { protected: handlerOf(true), clear: handlerOf(false) };
  const wireOf: SessionBed["wireOf"] = (devId, secret, { leg = "protected", ...encoding } = {}) =>
    new WireDevice(legs[leg], { devId, secret, dmUrl: BED_DM_URL, ...encoding });
  let count = 0;
  return {
    test,
    context,
    newHandler: () => handlerOf(true),
    wireOf,
    async newDevice({ client = {}, server, facts = {} }: BedDeviceFacts = {}) {
      count += 1;
      const devId = `IMEI:35${String(count).padStart(13, "0")}`;
      const [secret, serverSecret] = [`device-secret-${count}-x`, `server-secret-${count}-x`];
      const type = client["type"] ?? "md5";
      const hasSecret = type !== "certificate" && type !== "none";
      const view = await registerDevice(context, {
        devId,
        credentials: {
          client: { type, username: devId, ...(hasSecret && { secret }), ...client },
          ...(server && { server: { name: "carrier", secret: serverSecret, ...server } }),
        },
        ...facts,
      });
      return {
        devId,
        id: view.id,
        deviceId: fromPublicId("dev", view.id) ?? "",
        secret,
        serverSecret,
        wire: ({ secret: claimed = secret, ...options } = {}) => wireOf(devId, claimed, options),
      };
    },
    close: () => test.close(),
  };
}
