import { randomBytes } from "node:crypto";
import type { ContentStore } from "../server/adapters/content-store";
import type { Sql } from "../server/db/client";
import { newUuid } from "../server/ids";
import type { DeviceRequest, DeviceResponse } from "../server/services/device-sessions";
import { UpdateDevice } from "../server/services/device-sessions/testing/update-device";
import { WireDevice } from "../server/services/device-sessions/testing/wire-device";
import { registerDevice } from "../server/services/devices";
import { readyContent } from "../server/services/downloads/testing/ready-content";
import { startOperation } from "../server/services/operations";
import type { CallContext } from "../server/services/use-case";
import type { ServerProcess } from "../server/testing/server-process";
import { peakWhile } from "./resident-memory";

export interface ToDevicesFigures {
  readonly devices: number;
  readonly objectMb: number;
  /** The most that the server's memory grew by, beside the same devices and messages with objects of a tenth. */
  readonly rssGrowthMb: number;
  readonly megabytesPerSecond: number;
}

interface Order {
  readonly server: ServerProcess;
  readonly context: CallContext;
  readonly sql: Sql;
  readonly store: ContentStore;
  handle(request: DeviceRequest): Promise<DeviceResponse>;
}

const DEVICES = 50;
const OBJECT_OCTETS = 10_485_760;
const MAX_MSG_SIZE = 65_536;

/** A package of 10 MiB to each of 50 devices at once, out of the content store, part by part. */
export async function measureToDevices(order: Order): Promise<ToDevicesFigures> {
  const before = await peakWhile(order.server.pid, await sending(order, "6", OBJECT_OCTETS / 10));
  const send = await sending(order, "7", OBJECT_OCTETS);
  const startedAt = performance.now();
  const most = await peakWhile(order.server.pid, send);
  const seconds = (performance.now() - startedAt) / 1_000;
  const objectMb = OBJECT_OCTETS / 1_048_576;
  return {
    devices: DEVICES,
    objectMb,
    rssGrowthMb: most - before,
    megabytesPerSecond: (DEVICES * objectMb) / seconds,
  };
}

/** Everything up to the devices' coming, which is what the answer is called for. */
async function sending({ context, sql, store, server, handle }: Order, prefix: string, octets: number) {
  const content = await readyContent(sql, store, randomBytes(octets));
  const devices = await Promise.all(
    Array.from({ length: DEVICES }, async (_, at) => {
      const devId = `IMEI:${prefix}${String(at).padStart(14, "0")}`;
      const secret = newUuid();
      await registerDevice(context, { devId, credentials: { client: { type: "md5", username: devId, secret } } });
      const params = { content: content.id, flow: "largeObject", root: "./FwUpdate" };
      await startOperation(context, { kind: "firmware.update", params, target: { devices: [devId] } });
      const about = { devId, secret, dmUrl: server.dmUrl, maxMsgSize: MAX_MSG_SIZE };
      return new UpdateDevice(new WireDevice(handle, about), false);
    }),
  );
  return async () => {
    await Promise.all(devices.map((device) => device.comes()));
    const short = devices.find((device) => device.octets !== octets);
    if (short) throw new Error(`A device was given ${short.octets} octets of ${octets}.`);
  };
}
