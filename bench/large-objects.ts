import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDiskStore } from "../server/adapters/content-store";
import { startEmbeddedPostgres } from "../server/adapters/embedded-postgres";
import { openPool } from "../server/db/client";
import { migrateDatabase } from "../server/db/migrate";
import { fromPublicId, newUuid, toTaskId } from "../server/ids";
import type { SyncmlMessage } from "../server/oma-dm";
import type { DeviceRequest, DeviceResponse } from "../server/services/device-sessions";
import { WireDevice } from "../server/services/device-sessions/testing/wire-device";
import { registerDevice } from "../server/services/devices";
import { readTask, startOperation } from "../server/services/operations";
import { callContextFor, TEST_MASTER_KEY } from "../server/services/testing/call-context";
import type { CallContext } from "../server/services/use-case";
import { freePort, type ServerProcess, startServerProcess } from "../server/testing/server-process";
import { measureToDevices, type ToDevicesFigures } from "./objects-to-devices";
import { peakWhile } from "./resident-memory";

export interface ObjectsFigures {
  readonly devices: number;
  readonly objectMb: number;
  /** The most that the server's memory grew by while all sent at once, beside what one of them took. */
  readonly rssGrowthMb: number;
  readonly objectsPerSecond: number;
  readonly toDevices: ToDevicesFigures;
}

const DEVICES = 50;
const PART_OCTETS = 60_000;
const OBJECT_OCTETS = 5_242_880;
const VALUE = "0123456789abcdef".repeat(OBJECT_OCTETS / 16);
/** Rounds until the server has the memory that such messages take, whatever becomes of them. */
const ROUNDS_IN_VAIN = 2;
const PARTS_IN_VAIN = 20;

/** A server of its own, and how it is talked to. */
interface Bench {
  readonly server: ServerProcess;
  readonly context: CallContext;
}

/** Large objects from 50 devices at once, and to them, part by part over HTTP: what they cost the server's memory. */
export async function runObjectsBenchmark(): Promise<ObjectsFigures> {
  const directory = await mkdtemp(join(tmpdir(), "dmwsi-objects-"));
  const postgres = await startEmbeddedPostgres({ dataDir: join(directory, "postgres"), settings: {} });
  const pool = openPool(postgres.url, "benchmark", 4);
  try {
    await migrateDatabase(postgres.url, "drizzle/migrations");
    const context = await callContextFor(pool.database);
    const server = await startServerProcess({
      databaseUrl: postgres.url,
      masterKey: TEST_MASTER_KEY,
      dataDir: directory,
      roles: "device",
      dmPort: await freePort(),
      metricsPort: await freePort(),
    });
    try {
      const fromDevices = await measure({ server, context });
      const store = await openDiskStore(join(directory, "contents"));
      const overHttpTo = (request: DeviceRequest) => overHttp(server.dmUrl, request);
      const toDevices = await measureToDevices({ server, context, sql: pool.sql, store, handle: overHttpTo });
      return { ...fromDevices, toDevices };
    } finally {
      await server.end("SIGTERM");
    }
  } finally {
    await pool.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(bench: Bench): Promise<Omit<ObjectsFigures, "toDevices">> {
  let before = 0;
  for (let round = 0; round < ROUNDS_IN_VAIN; round += 1)
    before = await peakWhile(bench.server.pid, () => sendInVain(bench, round));
  const devices = await Promise.all(
    Array.from({ length: DEVICES }, (_, at) => asked(bench, `IMEI:35${String(at).padStart(13, "0")}`)),
  );
  const startedAt = performance.now();
  const most = await peakWhile(bench.server.pid, () =>
    Promise.all(devices.map(({ device, message }) => sendWhole(device, message))),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const { task } of devices) {
    const { state } = await readTask(bench.context, { id: task });
    if (state !== "succeeded") throw new Error(`A device's object did not arrive: its task is ${state}.`);
  }
  return {
    devices: DEVICES,
    objectMb: OBJECT_OCTETS / 1_048_576,
    rssGrowthMb: most - before,
    objectsPerSecond: DEVICES / seconds,
  };
}

async function overHttp(dmUrl: string, { octets, url, contentType }: DeviceRequest): Promise<DeviceResponse> {
  const response = await fetch(new URL(url, dmUrl), {
    method: "POST",
    headers: { "content-type": contentType },
    body: Buffer.from(octets),
  });
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    octets: new Uint8Array(await response.arrayBuffer()),
  };
}

function partOf(to: SyncmlMessage, value: string, n: number): SyncmlMessage["commands"] {
  const get = to.commands.find((command) => command.name === "Get");
  const data = value.slice(n * PART_OCTETS, (n + 1) * PART_OCTETS);
  const moreData = (n + 1) * PART_OCTETS < value.length;
  const meta = { format: "chr", ...(n === 0 && { size: value.length }) };
  const item = { source: { locUri: "./Log" }, meta, data, ...(moreData && { moreData }) };
  const refs = { msgRef: to.header.msgId, cmdRef: get?.cmdId ?? "" };
  return [{ name: "Results", cmdId: "2", ...refs, items: [item] }];
}

async function asked({ server, context }: Bench, devId: string) {
  const secret = newUuid();
  const credentials = { client: { type: "md5" as const, username: devId, secret } };
  const { id } = await registerDevice(context, { devId, credentials });
  const params = { uris: ["./Log"] };
  const operation = await startOperation(context, { kind: "parameter.get", params, target: { devices: [devId] } });
  const device = new WireDevice((request) => overHttp(server.dmUrl, request), { devId, secret, dmUrl: server.dmUrl });
  await device.signIn();
  const message = await device.signIn();
  return { device, message, task: toTaskId(fromPublicId("dev", id) ?? "", fromPublicId("op", operation.id) ?? "") };
}

/** The same messages, of which one device makes an object; the others give up what they sent. */
async function sendInVain(bench: Bench, round: number): Promise<void> {
  await Promise.all(
    Array.from({ length: DEVICES }, async (_, at) => {
      const { device, message } = await asked(bench, `IMEI:4${round}${String(at).padStart(13, "0")}`);
      for (let n = 0; n < PARTS_IN_VAIN; n += 1) await device.send(partOf(message, VALUE, n), { final: false });
      await device.send([{ name: "Alert", cmdId: "1", data: "1223", items: [] }]);
    }),
  );
  const { device, message } = await asked(bench, `IMEI:5${round}0000000000000`);
  await sendWhole(device, message);
}

async function sendWhole(device: WireDevice, message: SyncmlMessage): Promise<void> {
  const parts = Math.ceil(VALUE.length / PART_OCTETS);
  for (let n = 0; n < parts; n += 1) await device.send(partOf(message, VALUE, n), { final: n === parts - 1 });
}
