import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ContentStore, openDiskStore } from "../adapters/content-store";
import { isDatabaseUnavailable } from "../db/is-unavailable";
import { fromPublicId } from "../ids";
import { createSourceAddresses, type DeviceBounds, deviceBounds, openDeviceListener } from "../listeners";
import { createLog, type Log } from "../log";
import { metrics } from "../metrics";
import {
  createDeviceMessageHandler,
  createDeviceStore,
  type DeviceRequest,
  type DeviceResponse,
  mediaTypeOf,
} from "../services/device-sessions";
import { WireDevice, type WireDeviceOptions } from "../services/device-sessions/testing/wire-device";
import { registerDevice } from "../services/devices";
import { createDownloads, type Downloads } from "../services/downloads";
import { callContextFor } from "../services/testing/call-context";
import type { CallContext } from "../services/use-case";
import { freePort } from "./server-process";
import { createTestDatabase, type TestDatabase } from "./test-database";

/** The device listener as a server has it, on a loopback port over a database of its own. */
export interface DeviceEndpoint {
  readonly test: TestDatabase;
  readonly context: CallContext;
  readonly port: number;
  readonly dmUrl: string;
  readonly contents: ContentStore;
  readonly downloads: Downloads;
  /** Registers a device; `wire` speaks for it over HTTP. */
  addDevice(
    facts?: Partial<AddedDevice>,
  ): Promise<AddedDevice & { readonly deviceId: string; readonly wire: WireDevice }>;
  /** Another who speaks over HTTP, known or not. */
  wireOf(options: Omit<WireDeviceOptions, "dmUrl">): WireDevice;
  close(): Promise<void>;
}

export interface AddedDevice {
  readonly devId: string;
  readonly secret: string;
  readonly encoding: "wbxml" | "xml";
}

export interface DeviceEndpointOptions {
  readonly log?: Log;
  readonly bounds?: Partial<DeviceBounds>;
  /** Somebody else's database, which they close. */
  readonly over?: { readonly test: TestDatabase; readonly context: CallContext };
}

export async function openDeviceEndpoint({
  log,
  over,
  bounds = {},
}: DeviceEndpointOptions = {}): Promise<DeviceEndpoint> {
  const test = over?.test ?? (await createTestDatabase());
  const context = over?.context ?? (await callContextFor(test.database));
  const http = deviceHttp();
  const directory = await mkdtemp(join(tmpdir(), "dmwsi-contents-"));
  const contents = await openDiskStore(directory);
  const port = await freePort();
  const dmUrl = `http://127.0.0.1:${port}/dm`;
  const store = createDeviceStore(test.sql);
  const { sealer } = context;
  const downloads = createDownloads({ sql: test.sql, store, contents, sealer, dmUrl });
  const listener = await openDeviceListener({
    host: "127.0.0.1",
    port,
    bounds: { ...deviceBounds("bench"), ...bounds },
    sources: createSourceAddresses([]),
    log: log ?? createLog("silent"),
    metrics: metrics(),
    isMessageType: (contentType) => mediaTypeOf(contentType) !== null,
    isTemporary: isDatabaseUnavailable,
    downloads,
    handleMessage: createDeviceMessageHandler({
      store,
      database: test.database,
      sealer,
      dmUrl,
      protectedLeg: true,
      contents: downloads.forPlans,
      observe: () => {},
    }),
  });
  const wireOf: DeviceEndpoint["wireOf"] = (options) => new WireDevice(http.handlerOf(port), { ...options, dmUrl });
  let count = 0;
  return {
    test,
    context,
    port,
    dmUrl,
    contents,
    downloads,
    wireOf,
    async addDevice(facts = {}) {
      count += 1;
      const device: AddedDevice = {
        devId: `IMEI:35${String(count).padStart(13, "0")}`,
        secret: `k4-3vPq0-secret-of-device-${count}`,
        encoding: "wbxml",
        ...facts,
      };
      const { devId, secret } = device;
      const credentials = { client: { type: "md5", username: devId, secret } };
      const { id } = await registerDevice(context, { devId, credentials });
      return { ...device, deviceId: fromPublicId("dev", id) ?? "", wire: wireOf(device) };
    },
    async close() {
      http.close();
      await listener.close(0);
      await rm(directory, { recursive: true, force: true });
      if (!over) await test.close();
    },
  };
}

/** What carries a device's messages to a device listener: each of its connections is one of HTTP. */
export function deviceHttp(): {
  handlerOf(port: number): (request: DeviceRequest) => Promise<DeviceResponse>;
  close(): void;
} {
  const agents = new Map<object, Agent>();
  const agentOf = (connection: object): Agent => {
    const agent = agents.get(connection) ?? new Agent({ keepAlive: true, maxSockets: 1 });
    agents.set(connection, agent);
    return agent;
  };
  return {
    handlerOf:
      (port) =>
      ({ url, contentType, octets, connection }) =>
        post({ port, path: url, contentType, octets, agent: agentOf(connection) }),
    close: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

interface Post {
  readonly port: number;
  readonly path: string;
  readonly contentType: string;
  readonly octets: Uint8Array;
  readonly agent: Agent;
}

function post({ port, path, contentType, octets, agent }: Post): Promise<DeviceResponse> {
  const headers = { "Content-Type": contentType, "Content-Length": octets.length };
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method: "POST", path, headers, agent }, async (incoming) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      resolve({
        status: incoming.statusCode ?? 0,
        contentType: incoming.headers["content-type"] ?? "",
        octets: Buffer.concat(chunks),
      });
    });
    outgoing.once("error", reject);
    outgoing.end(octets);
  });
}
