import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { auditEntries } from "../../drizzle/schema/audit";
import { devices } from "../../drizzle/schema/devices";
import type { Transaction } from "../db/client";
import { deviceIdOf } from "../ids";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { registerDevice } from "./devices";
import { answerOnce } from "./idempotency";
import { callContextFor } from "./testing/call-context";
import { type CallContext, useCase } from "./use-case";

const WAITS_MAX = 500;
const [ONE, OTHER] = ["IMEI:350000000000901", "IMEI:350000000000902"];

let test: TestDatabase;
let context: CallContext;
beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  for (const devId of [ONE, OTHER]) await registerDevice(context, { devId });
});
afterAll(() => test.close());

async function nameModel(transaction: Transaction, devId: string, model: string): Promise<void> {
  await transaction
    .update(devices)
    .set({ model })
    .where(eq(devices.deviceId, deviceIdOf("live", devId)));
}

async function untilSomebodyWaits(): Promise<void> {
  for (let i = 0; i < WAITS_MAX; i += 1) {
    const [found] = await test.sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (found) return;
    await sleep(10);
  }
  throw new Error("Nobody waits for the device.");
}

/**
 * Names the models of two devices, and is ended by PostgreSQL the first time: another transaction holds the second device
 * and waits for the first one, more patiently.
 */
function crossedChange() {
  const change = { runs: 0, other: Promise.resolve(), run };
  async function run(transaction: Transaction): Promise<void> {
    change.runs += 1;
    await nameModel(transaction, ONE, "ours");
    if (change.runs === 1) {
      change.other = test.database.transaction(async (crossing) => {
        await crossing.execute(sql`set local deadlock_timeout = '1min'`);
        await nameModel(crossing, OTHER, "theirs");
        await nameModel(crossing, ONE, "theirs");
      });
      await untilSomebodyWaits();
    }
    await transaction.execute(sql`set local deadlock_timeout = '10ms'`);
    await nameModel(transaction, OTHER, "ours");
  }
  return change;
}

async function models(): Promise<readonly (string | null)[]> {
  const rows = await test.database.select({ model: devices.model }).from(devices);
  return rows.map(({ model }) => model);
}

describe("a write that PostgreSQL ends because it and another one wait for each other", () => {
  it("is done after the other one, once, with one audit entry", async () => {
    const crossed = crossedChange();
    const write = useCase({
      ...{ name: "test.crossed", scope: "devices:write", audit: true, input: z.object({}), output: z.object({}) },
      async run(_context, transaction) {
        await crossed.run(transaction);
        return { result: {}, audit: { object: "both" } };
      },
    });
    expect(await write(context, {})).toEqual({});
    await crossed.other;
    expect(crossed.runs).toBe(2);
    expect(await models()).toEqual(["ours", "ours"]);
    const entries = await test.database.select().from(auditEntries).where(eq(auditEntries.action, "test.crossed"));
    expect(entries).toHaveLength(1);
  });

  it("is done with its idempotency key, and is not done again for it", async () => {
    const crossed = crossedChange();
    const claim = { callerId: "test", route: "POST /crossed", key: "k", fingerprint: new Uint8Array(32) };
    const answer = { status: 200, headers: {}, body: "{}" };
    const once = () =>
      answerOnce(
        test.database,
        claim,
        async (transaction) => {
          await crossed.run(transaction);
          return answer;
        },
        () => null,
      );
    expect(await once()).toEqual({ answer, replayed: false });
    await crossed.other;
    expect(await once()).toEqual({ answer, replayed: true });
    expect(crossed.runs).toBe(2);
  });

  it.each(["40P01", "40001"])("each time (%s) is given up after the third", async (code) => {
    let runs = 0;
    const write = useCase({
      ...{ name: "test.given_up", scope: "devices:write", audit: true, input: z.object({}), output: z.object({}) },
      async run(_context, transaction) {
        runs += 1;
        await transaction.execute(sql.raw(`do $$ begin raise exception 'ended' using errcode = '${code}'; end $$`));
        return { result: {}, audit: { object: "none" } };
      },
    });
    await expect(write(context, {})).rejects.toThrow();
    expect(runs).toBe(3);
  });
});

it("a write that fails for a reason of its own is not tried again", async () => {
  let runs = 0;
  const write = useCase({
    ...{ name: "test.failing", scope: "devices:write", audit: true, input: z.object({}), output: z.object({}) },
    async run(_context, transaction) {
      runs += 1;
      await transaction.execute(sql`select 1 / 0`);
      return { result: {}, audit: { object: "none" } };
    },
  });
  await expect(write(context, {})).rejects.toThrow();
  expect(runs).toBe(1);
});
