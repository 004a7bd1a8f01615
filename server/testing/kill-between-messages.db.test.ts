import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../ids";
import { commandsOf, headerStatus, WireDevice } from "../services/device-sessions/testing/wire-device";
import { registerDevice } from "../services/devices";
import { projectEvents } from "../services/events/project-events";
import { readOperation, readTask, startOperation } from "../services/operations";
import { callContextFor } from "../services/testing/call-context";
import type { CallContext } from "../services/use-case";
import { deviceHttp } from "./device-endpoint";
import { findViolations } from "./invariants";
import { findLedgerViolations } from "./ledger-invariants";
import { type ServerGroup, startServerGroup } from "./server-group";
import { createTestDatabase, type TestDatabase } from "./test-database";

const DEV_ID = "IMEI:350000000000001";
const SECRET = "k4-3vPq0-secret-of-the-device";
const RESET = "./Vendor/Reset";
const APN = "./Setting/Apn";

let test: TestDatabase;
let context: CallContext;
let servers: ServerGroup;
const http = deviceHttp();

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  servers = await startServerGroup({ databaseUrl: test.url, roles: ["device"] });
}, 120_000);
afterAll(async () => {
  http.close();
  await servers?.stop();
  await test?.close();
});

describe("a server that is killed between two messages", () => {
  it("loses nothing: the device goes on in its session, and each operation finishes once", async () => {
    const { id: deviceId } = await registerDevice(context, {
      devId: DEV_ID,
      credentials: { client: { type: "md5", username: DEV_ID, secret: SECRET } },
    });
    const start = async (kind: string, params: unknown) =>
      (await startOperation(context, { kind, params, target: { devices: [DEV_ID] } })).id;
    const operations = [
      await start("node.execute", { uri: RESET }),
      await start("parameter.set", { values: [{ uri: APN, value: "internet" }] }),
    ];
    const ran = new Map<string, number>();
    const device = new WireDevice(http.handlerOf(Number(new URL(servers.dmUrl).port)), {
      devId: DEV_ID,
      secret: SECRET,
      dmUrl: servers.dmUrl,
    });
    await device.signIn();
    let message = await device.signIn();
    expect(headerStatus(message)).toBe(212);
    let exchanges = 0;
    for (; exchanges < 10 && commandsOf(message).length > 0; exchanges += 1) {
      for (const command of commandsOf(message)) ran.set(command, (ran.get(command) ?? 0) + 1);
      // The device has done its work and the server that asked for it is gone.
      if (exchanges < 2) await servers.killAndRestart(0);
      device.reconnect();
      message = await device.send(device.answersTo(message, () => ({ status: 200, value: "internet" })));
    }
    expect(exchanges).toBeGreaterThanOrEqual(2);
    expect(ran.get(`Exec ${RESET}`)).toBe(1);

    for (let round = 0; round < 50 && (await projectEvents(test.sql)) > 0; round += 1);
    const uuid = fromPublicId("dev", deviceId) ?? "";
    for (const operation of operations) {
      expect(await readOperation(context, { id: operation })).toMatchObject({
        state: "completed",
        counts: { succeeded: 1 },
      });
      const task = await readTask(context, { id: toTaskId(uuid, fromPublicId("op", operation) ?? "") });
      expect(task).toMatchObject({ state: "succeeded", attempt: 1 });
    }
    const ends = await test.sql`select operation_id from events where to_state in ('succeeded', 'failed')`;
    expect(ends).toHaveLength(operations.length);
    expect(await test.sql`select outcome from dm_sessions`).toMatchObject([{ outcome: "completed" }]);
    expect(await findViolations(test.sql)).toEqual([]);
    const execs = [{ uri: RESET, correlator: null, runs: ran.get(`Exec ${RESET}`) ?? 0 }];
    expect(await findLedgerViolations(test.sql, { devices: [{ deviceId: uuid, execs }] })).toEqual([]);
  }, 120_000);
});
