import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtInProfile, type FleetDevice, startFleet } from "../../simulator";
import { fromPublicId } from "../ids";
import { createSourceAddresses, deviceBounds, type Listener, loadDeviceTls, openDeviceListener } from "../listeners";
import { createLog } from "../log";
import { metrics } from "../metrics";
import { createDeviceMessageHandler, createDeviceStore, mediaTypeOf } from "../services/device-sessions";
import { registerDevice } from "../services/devices";
import { projectEvents } from "../services/events/project-events";
import { readOperation, startOperation } from "../services/operations";
import { callContextFor } from "../services/testing/call-context";
import type { CallContext } from "../services/use-case";
import { createTestDatabase, type TestDatabase } from "./test-database";

const FIXTURES = join(import.meta.dirname, "../listeners/fixtures");
const pem = (name: string): string => readFileSync(join(FIXTURES, name), "utf8");
const UNTIL_MS_MAX = 20_000;

let test: TestDatabase;
let context: CallContext;
let listener: Listener;
let dmUrl: string;

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  listener = await openDeviceListener({
    host: "127.0.0.1",
    port: 0,
    tls: loadDeviceTls({
      certificateFile: join(FIXTURES, "server.crt.pem"),
      keyFile: join(FIXTURES, "server.key.pem"),
      legacy: false,
      asksForCertificate: true,
    }),
    bounds: deviceBounds("bench"),
    sources: createSourceAddresses([]),
    log: createLog("silent"),
    metrics: metrics(),
    isMessageType: (contentType) => mediaTypeOf(contentType) !== null,
    isTemporary: () => false,
    handleMessage: (message) => handle(message),
  });
  dmUrl = `https://127.0.0.1:${listener.port}/dm`;
  const handle = createDeviceMessageHandler({
    store: createDeviceStore(test.sql),
    database: test.database,
    sealer: context.sealer,
    dmUrl,
    protectedLeg: true,
    observe: () => {},
  });
});
afterAll(async () => {
  await listener.close(0);
  await test.close();
});

let count = 0;
function deviceOf(facts: Partial<FleetDevice>): FleetDevice {
  count += 1;
  const devId = `IMEI:35${String(count).padStart(13, "0")}`;
  return {
    devId,
    encoding: count % 2 === 0 ? "xml" : "wbxml",
    profile: builtInProfile("phone"),
    client: { scheme: "md5", name: devId, secret: `device-secret-${count}-q` },
    server: { scheme: "md5", name: "carrier", secret: `server-secret-${count}-q` },
    tls: { ca: pem("server.crt.pem") },
    ...facts,
  };
}

async function register(device: FleetDevice, client: Record<string, string>): Promise<string> {
  const { scheme: type, name, secret } = device.server;
  const view = await registerDevice(context, {
    devId: device.devId,
    credentials: { client: { username: device.client.name, ...client }, server: { type, name, secret } },
  });
  return fromPublicId("dev", view.id) ?? "";
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + UNTIL_MS_MAX;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It did not come to this: ${what}`);
    await sleep(20);
  }
}

/** Lets the device read two values for an operation; rejects when it does not end well. */
async function works(device: FleetDevice): Promise<void> {
  const fleet = await startFleet({ serverUrl: dmUrl, devices: [device], seed: "1", polite: true });
  const { id } = await startOperation(context, {
    kind: "parameter.get",
    params: { uris: ["./DevInfo/Man", "./DevInfo/Mod"] },
    target: { devices: [device.devId] },
  });
  try {
    fleet.call(device.devId);
    await until(`${device.devId} is done`, async () => {
      await projectEvents(test.sql);
      const { state, counts } = await readOperation(context, { id });
      return state === "completed" && counts.succeeded === 1;
    });
    await until("its session ends", async () => fleet.statistics().sessionsCompleted === 1);
    expect(fleet.statistics()).toMatchObject({ sessionsFailed: 0, sessionsRefused: 0 });
  } finally {
    await fleet.stop();
  }
}

const schemeOf = async (deviceId: string): Promise<unknown> => {
  const [row] = await test.database.execute(
    sql`select scheme from device_credentials where device_id = ${deviceId} and purpose = 'client'`,
  );
  return row?.["scheme"];
};

describe("a simulated device over TLS", () => {
  it("proves itself by MAC, and has the server prove itself so in every message", async () => {
    const device = deviceOf({});
    const mac = { ...device, client: { ...device.client, scheme: "mac" }, server: { ...device.server, scheme: "mac" } };
    await register(mac as FleetDevice, { type: "mac", secret: device.client.secret });
    await works(mac as FleetDevice);
  });

  it("that begins with MD5 does what it is challenged for where MAC is the least", async () => {
    const device = deviceOf({});
    const deviceId = await register(device, { type: "mac", secret: device.client.secret });
    await works(device);
    expect(await schemeOf(deviceId)).toBe("mac");
  });

  it("signs in by its certificate, without a secret", async () => {
    const tls = { ca: pem("server.crt.pem"), cert: pem("device-b.crt.pem"), key: pem("device-b.key.pem") };
    const device = deviceOf({ tls, client: { scheme: "none", name: "by certificate", secret: "" } });
    const thumbprint = new X509Certificate(pem("device-b.crt.pem")).fingerprint256;
    await register(device, { type: "certificate", thumbprint });
    await works(device);
  });

  it("two copies of one device raise a collision", async () => {
    const device = deviceOf({});
    const deviceId = await register(device, { type: "md5", secret: device.client.secret });
    const fleetOf = (seed: string) => startFleet({ serverUrl: dmUrl, devices: [device], seed, polite: true });
    const fleets = [await fleetOf("1"), await fleetOf("2")];
    const raised = async (): Promise<number> => {
      await projectEvents(test.sql);
      const [row] = await test.database.execute(sql`select count(*)::integer as count from events
        where device_id = ${deviceId} and type = 'dmwsi.device.collision.v1'`);
      return Number(row?.["count"]);
    };
    try {
      for (let round = 1; round <= 4 && (await raised()) === 0; round += 1) {
        for (const fleet of fleets) {
          fleet.call(device.devId);
          await until("the session ends", async () => fleet.statistics().sessionsCompleted === round);
        }
      }
      expect(await raised()).toBeGreaterThan(0);
    } finally {
      for (const fleet of fleets) await fleet.stop();
    }
  });
});
