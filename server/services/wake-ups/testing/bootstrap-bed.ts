import { fromPublicId, newUuid, toTaskId } from "../../../ids";
import { decodeWbxml, type Element } from "../../../oma-dm";
import { createDeviceStore } from "../../device-sessions";
import { openSessionBed, type SessionBed } from "../../device-sessions/testing/session-bed";
import type { WireDevice } from "../../device-sessions/testing/wire-device";
import { readTask, startOperation } from "../../operations";
import { createWakeUps } from "../wake-devices";
import { channelsOf, type ScriptedChannel, scriptedChannel } from "./scripted-channel";

export const IMSI = "262010000000001";

/** What a device takes from a bootstrap. */
export interface Account {
  readonly secret: string;
  readonly nonce: Uint8Array;
}

/** A session bed whose devices can be sent a bootstrap, by a channel that keeps what it was given. */
export interface BootstrapBed extends Pick<SessionBed, "test" | "context" | "close"> {
  /** Of this test alone. */
  readonly channel: ScriptedChannel;
  newChannel(): void;
  /** One round of a worker that has nothing in memory. */
  work(): Promise<void>;
  newDevice(facts?: object): Promise<{ devId: string; deviceId: string; old: WireDevice }>;
  start(devId: string, deviceId: string, kind: string, params?: object, facts?: object): Promise<StartedTask>;
  /** The device with the account that was sent last. */
  bootstrapped(devId: string, account?: Partial<Account>): WireDevice;
}

export interface StartedTask {
  readonly operation: Awaited<ReturnType<typeof startOperation>>;
  task(): ReturnType<typeof readTask>;
}

export async function openBootstrapBed(): Promise<BootstrapBed> {
  const bed = await openSessionBed();
  const { test, context } = bed;
  let channel = scriptedChannel("udp", ["ip"]);
  return {
    test,
    context,
    get channel() {
      return channel;
    },
    newChannel() {
      channel = scriptedChannel("udp", ["ip"]);
    },
    async work() {
      const wakeUps = createWakeUps({
        sql: test.sql,
        store: createDeviceStore(test.sql),
        sealer: context.sealer,
        channels: channelsOf(channel),
        dmUrl: "http://127.0.0.1:3001/dm",
        workerId: newUuid(),
        pausesSeconds: [60, 300, 1_800],
        rates: new Map(),
        observe: () => {},
        onError: (error) => {
          throw error;
        },
      });
      await wakeUps.round();
      await wakeUps.settled();
    },
    async newDevice(facts = {}) {
      const channels = [{ kind: "udp", address: "127.0.0.1:2948" }];
      const device = await bed.newDevice({ facts: { imsi: IMSI, channels, ...facts } });
      return { devId: device.devId, deviceId: device.deviceId, old: device.wire() };
    },
    async start(devId, deviceId, kind, params = {}, facts = {}) {
      const operation = await startOperation(context, { kind, params, target: { devices: [devId] }, ...facts });
      const id = toTaskId(deviceId, fromPublicId("op", operation.id) ?? "");
      return { operation, task: () => readTask(context, { id }) };
    },
    bootstrapped(devId, account = {}) {
      const sent = accountIn(channel.sent.at(-1)?.push.body ?? new Uint8Array());
      const { secret, nonce } = { ...sent, ...account };
      return Object.assign(bed.wireOf(devId, secret), { nonce });
    },
    close: () => bed.close(),
  };
}

/** The account that a device reads in a document of OMA CP, by its APPAUTH of level APPSRV. */
export function accountIn(body: Uint8Array): Account {
  const appAuth = descendants(decodeWbxml(body).root).find(
    (element) => parametersOf(element).get("AAUTHLEVEL") === "APPSRV",
  );
  const parameters = parametersOf(appAuth);
  return {
    secret: parameters.get("AAUTHSECRET") ?? "",
    nonce: Buffer.from(parameters.get("AAUTHDATA") ?? "", "base64"),
  };
}

function childrenOf(element: Element | undefined): readonly Element[] {
  return Array.isArray(element?.content) ? element.content : [];
}

function descendants(element: Element): Element[] {
  return [element, ...childrenOf(element).flatMap(descendants)];
}

function parametersOf(element: Element | undefined): ReadonlyMap<string, string> {
  return new Map(
    childrenOf(element).map(({ attributes }) => [attributes?.["name"] ?? "", attributes?.["value"] ?? ""] as const),
  );
}
