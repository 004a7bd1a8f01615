import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deviceIdOf, toPublicId } from "../../ids";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { changeDevice } from "./change-device";
import { registerDevice } from "./register-device";
import { restartDevice } from "./restart-device";
import { retireDevice } from "./retire-device";
import { RegisterDeviceInput } from "./schemas";
import { setCredentials } from "./set-credentials";

let test: TestDatabase;
let context: CallContext;
beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
});
afterAll(() => test.close());

const TRIES_MAX = 500;

async function untilSomebodyWaits(): Promise<void> {
  for (let i = 0; i < TRIES_MAX; i += 1) {
    const [found] = await test.sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (found) return;
    await sleep(10);
  }
  throw new Error("Nobody waits for the device.");
}

const CHANGES: readonly (readonly [string, (id: string, devId: string) => Promise<unknown>])[] = [
  ["changed", (id) => changeDevice(context, { id, model: "R6" })],
  ["given other credentials", (id) => setCredentials(context, { id, client: { type: "md5" } })],
  ["told to have begun anew", (_id, devId) => restartDevice(context, RegisterDeviceInput.parse({ devId }))],
  ["retired", (id) => retireDevice(context, { id })],
];

it.each(CHANGES)(
  "a device is %s beside its session, and neither waits for the other in a circle",
  async (what, change) => {
    const devId = `IMEI:35000000000${1_000 + CHANGES.findIndex(([name]) => name === what)}`;
    await registerDevice(context, { devId });
    const deviceId = deviceIdOf("live", devId);
    let changed: Promise<unknown> = Promise.resolve();
    // In the order in which save_batch takes them.
    const session = test.sql.begin(async (transaction) => {
      await transaction`update device_live set version = version + 1 where device_id = ${deviceId}`;
      changed = change(toPublicId("dev", deviceId), devId);
      changed.catch(() => {});
      await untilSomebodyWaits();
      await transaction`update devices set language = 'en' where device_id = ${deviceId}`;
      await transaction`update device_credentials set purpose = purpose where device_id = ${deviceId}`;
      await transaction`delete from wake_ups where device_id = ${deviceId}`;
    });
    const [ofSession] = await Promise.allSettled([session]);
    const [ofChange] = await Promise.allSettled([changed]);
    expect([ofSession, ofChange]).toMatchObject([{ status: "fulfilled" }, { status: "fulfilled" }]);
  },
);
