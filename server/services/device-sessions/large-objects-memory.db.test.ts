import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fromPublicId, newUuid, toTaskId } from "../../ids";
import type { SyncmlMessage } from "../../oma-dm";
import { freePort, type ServerProcess, startServerProcess } from "../../testing/server-process";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { registerDevice } from "../devices";
import { readTask, startOperation } from "../operations";
import { callContextFor, TEST_MASTER_KEY } from "../testing/call-context";
import type { CallContext } from "../use-case";
import type { DeviceRequest, DeviceResponse } from "./device-request";
import { WireDevice } from "./testing/wire-device";

/** Together they send more than the server may grow by. With 50 of them it was 12 MiB. */
const DEVICES = 20;
const PART_OCTETS = 60_000;
const OBJECT_OCTETS = 5_242_880;
const GROWTH_MIB_MAX = 64;
const VALUE = "0123456789abcdef".repeat(OBJECT_OCTETS / 16);
/** Rounds until the server has the memory that such messages take, whatever becomes of them. */
const ROUNDS_IN_VAIN = 2;
const PARTS_IN_VAIN = 20;
const LOOK_MS = 20;
let test: TestDatabase;
let server: ServerProcess;
let dataDir = "";

beforeAll(async () => {
  test = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), "dmwsi-large-objects-"));
  server = await startServerProcess({
    databaseUrl: test.url,
    masterKey: TEST_MASTER_KEY,
    dataDir,
    roles: "device",
    dmPort: await freePort(),
    metricsPort: await freePort(),
  });
}, 60_000);
afterAll(async () => {
  await server?.end("SIGTERM");
  await test?.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function overHttp({ octets, url, contentType }: DeviceRequest): Promise<DeviceResponse> {
  const response = await fetch(new URL(url, server.dmUrl), {
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

function residentMib(): number {
  const [, kib = "0"] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8")) ?? [];
  return Number(kib) / 1_024;
}

async function asked(context: CallContext, devId: string) {
  const secret = newUuid();
  const credentials = { client: { type: "md5" as const, username: devId, secret } };
  const { id } = await registerDevice(context, { devId, credentials });
  const params = { uris: ["./Log"] };
  const operation = await startOperation(context, { kind: "parameter.get", params, target: { devices: [devId] } });
  const device = new WireDevice(overHttp, { devId, secret, dmUrl: server.dmUrl });
  await device.signIn();
  const message = await device.signIn();
  return { device, message, task: toTaskId(fromPublicId("dev", id) ?? "", fromPublicId("op", operation.id) ?? "") };
}

/** The same messages, of which one device makes an object; the others give up what they sent. */
async function sendInVain(context: CallContext, round: number): Promise<void> {
  await Promise.all(
    Array.from({ length: DEVICES }, async (_, at) => {
      const { device, message } = await asked(context, `IMEI:4${round}${String(at).padStart(13, "0")}`);
      for (let n = 0; n < PARTS_IN_VAIN; n += 1) await device.send(partOf(message, VALUE, n), { final: false });
      await device.send([{ name: "Alert", cmdId: "1", data: "1223", items: [] }]);
    }),
  );
  const { device, message } = await asked(context, `IMEI:5${round}0000000000000`);
  await sendWhole(device, message);
}

/** The most that the server's memory came to while something was done, in MiB. */
async function peakWhile(work: () => Promise<unknown>): Promise<number> {
  let peak = residentMib();
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMib());
  }, LOOK_MS);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return peak;
}

it("devices that send 5 MiB each at once cost the server less than 64 MiB more memory than one that does", async () => {
  const context = await callContextFor(test.database);
  let before = 0;
  for (let round = 0; round < ROUNDS_IN_VAIN; round += 1) before = await peakWhile(() => sendInVain(context, round));
  const devices = await Promise.all(
    Array.from({ length: DEVICES }, (_, at) => asked(context, `IMEI:35${String(at).padStart(13, "0")}`)),
  );
  const most = await peakWhile(() => Promise.all(devices.map(({ device, message }) => sendWhole(device, message))));
  for (const { task } of devices) expect((await readTask(context, { id: task })).state).toBe("succeeded");
  process.stdout.write(`large objects: ${DEVICES} x 5 MiB at once, ${(most - before).toFixed(1)} MiB more\n`);
  expect(most - before).toBeLessThan(GROWTH_MIB_MAX);
}, 240_000);

async function sendWhole(device: WireDevice, message: SyncmlMessage): Promise<void> {
  const parts = Math.ceil(VALUE.length / PART_OCTETS);
  for (let n = 0; n < parts; n += 1) await device.send(partOf(message, VALUE, n), { final: n === parts - 1 });
}
