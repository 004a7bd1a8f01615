import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { damagedMessage, fuzzedMessages } from "../oma-dm/testing/codec-fuzz";
import { commandsOf, headerStatus, WireDevice } from "../services/device-sessions/testing/wire-device";
import { registerDevice } from "../services/devices";
import { startOperation } from "../services/operations";
import { callContextFor } from "../services/testing/call-context";
import type { CallContext } from "../services/use-case";
import { deviceHttp } from "./device-endpoint";
import { findViolations } from "./invariants";
import { type ServerGroup, startServerGroup } from "./server-group";
import { createTestDatabase, type TestDatabase } from "./test-database";

const DEV_ID = "IMEI:350000000000001";
const SECRET = "k4-3vPq0-secret-of-the-device";
const FIRMWARE = "./DevDetail/FwV";
const DAMAGED = 1_000;
const SEED = 4_711;
const AT_A_TIME = 16;
/** How much longer the start may take than the first one, on an empty database. */
const START_MS_MAX = 5_000;

let test: TestDatabase;
let context: CallContext;
let servers: ServerGroup;
let firstStartMs = 0;
const http = deviceHttp();

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  const startedAt = performance.now();
  servers = await startServerGroup({ databaseUrl: test.url, roles: ["device,worker"] });
  firstStartMs = performance.now() - startedAt;
}, 120_000);
afterAll(async () => {
  http.close();
  await servers?.stop();
  await test?.close();
});

it("trust:dm-no-poison: after everything that fuzzing knows the server restarts and serves", async () => {
  await registerDevice(context, {
    devId: DEV_ID,
    credentials: { client: { type: "md5", username: DEV_ID, secret: SECRET } },
  });
  const { dmUrl } = servers;
  const wire = () =>
    new WireDevice(http.handlerOf(Number(new URL(dmUrl).port)), { devId: DEV_ID, secret: SECRET, dmUrl });
  const device = wire();
  await device.signIn();
  const opening = device.lastOctets;
  await startOperation(context, { kind: "parameter.get", params: { uris: [FIRMWARE] }, target: { devices: [DEV_ID] } });
  await device.signIn();
  const { url } = device;

  // Whole ones too, and those of a device that is known, in a session that is open.
  const whole = [...fuzzedMessages("wbxml"), ...fuzzedMessages("xml"), opening, device.lastOctets];
  const corpus = [...whole, ...fc.sample(damagedMessage(whole), { numRuns: DAMAGED, seed: SEED })];
  const attackers = Array.from({ length: AT_A_TIME }, wire);
  let answered = 0;
  for (let at = 0; at < corpus.length; at += AT_A_TIME) {
    const together = attackers.map(async (attacker, place) => {
      const octets = corpus[at + place];
      if (!octets || octets.length === 0) return;
      const { status } = await attacker.post(octets, place % 2 === 0 ? "/dm" : url);
      expect([200, 400, 503]).toContain(status);
      answered += 1;
    });
    await Promise.all(together);
  }

  const startedAt = performance.now();
  await servers.killAndRestart(0);
  const start = performance.now() - startedAt;
  expect(start).toBeLessThan(firstStartMs + START_MS_MAX);
  const after = wire();
  let message = await after.signIn({ sessionId: "9" });
  for (let i = 0; i < 2 && headerStatus(message) !== 212; i += 1) message = await after.signIn({ sessionId: "9" });
  expect(commandsOf(message)).toEqual([`Get ${FIRMWARE}`]);
  await after.send(after.answersTo(message, () => ({ status: 200, value: "1.3" })));
  const [task] = await test.sql`select state from tasks`;
  expect(task).toEqual({ state: "succeeded" });
  expect(await findViolations(test.sql)).toEqual([]);
  console.log(`dm-no-poison ${answered}/${corpus.filter((octets) => octets.length > 0).length}`);
}, 120_000);
