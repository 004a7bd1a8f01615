import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Receipt } from "../../adapters/channels";
import { newUuid } from "../../ids";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { hearReceipts } from "./hear-receipts";
import { sendName } from "./send-name";
import { channelsOf, scriptedChannel } from "./testing/scripted-channel";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const LOOKED_AGAIN_AFTER_MS = [20, 60, 200, 600];
const receiptOf = (facts: Partial<Receipt>): Receipt => ({
  ...{ id: null, part: null, parts: null, refs: [], state: "delivered", code: null },
  ...facts,
});

/** A worker's ears at one channel. */
function listener() {
  const channel = scriptedChannel("smpp", ["msisdn"]);
  const errors: unknown[] = [];
  const hearing = hearReceipts(test.sql, channelsOf(channel), (error) => errors.push(error), LOOKED_AGAIN_AFTER_MS);
  return { report: channel.report, stop: hearing.stop, errors };
}

/** What another process, or a test of a channel, stores when the centre has answered it. */
async function stored(refs: readonly string[], sendId = newUuid(), secondsAgo = 1): Promise<string> {
  const deviceId = newUuid();
  await test.sql`
    insert into wake_up_sends (device_id, send_id, purpose, session_id, channel, attempt, state, refs, sent_at)
    values (${deviceId}, ${sendId}, 'package0', 1, 'smpp', 0, 'accepted', ${[...refs]}::text[],
      now() - make_interval(secs => ${secondsAgo}::float8))`;
  return deviceId;
}

const receiptsOf = (deviceId: string) => test.sql`select receipt from wake_up_sends where device_id = ${deviceId}`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("a receipt that is heard before what it is known by is stored", () => {
  it("is kept with its push all the same, by the reference or by the name", async () => {
    const { report, stop, errors } = listener();
    report(receiptOf({ refs: ["overtaken-1"] }));
    await pause(150);
    const deviceId = await stored(["overtaken-1"]);
    await expect.poll(() => receiptsOf(deviceId)).toMatchObject([{ receipt: "delivered" }]);

    const sendId = newUuid();
    const named = newUuid();
    report(receiptOf({ id: sendName(named, sendId), part: 1, parts: 1, state: "failed" }));
    await pause(100);
    await test.sql`
      insert into wake_up_sends (device_id, send_id, purpose, session_id, channel, attempt, state, refs)
      values (${named}, ${sendId}, 'package0', 1, 'smpp', 0, 'accepted', '{}')`;
    await expect.poll(() => receiptsOf(named)).toMatchObject([{ receipt: "failed" }]);
    await stop();
    expect(errors).toEqual([]);
  });

  it("is not taken for that of a push that went out later, though its reference reads alike", async () => {
    const { report, stop } = listener();
    report(receiptOf({ refs: ["16", "22", "10"] }));
    await pause(50);
    const deviceId = await stored(["10"], newUuid(), 0);
    await pause(900);
    await stop();
    expect(await receiptsOf(deviceId)).toMatchObject([{ receipt: null }]);
  });

  it("is looked for no more once the worker stops", async () => {
    const { report, stop, errors } = listener();
    report(receiptOf({ refs: ["stopped-1"] }));
    await pause(10);
    await stop();
    const deviceId = await stored(["stopped-1"]);
    await pause(300);
    expect(await receiptsOf(deviceId)).toMatchObject([{ receipt: null }]);
    expect(errors).toEqual([]);
  });
});

describe("a flood of receipts", () => {
  it("is stored in the end, and does not keep other work from the database meanwhile", async () => {
    const { report, stop, errors } = listener();
    const deviceId = await stored(["flood-1999"]);
    let told = 0;
    const flood = Array.from({ length: 2_000 }, (_, i) =>
      report(receiptOf({ refs: [`flood-${i}`] })).finally(() => {
        told += 1;
      }),
    );
    await test.sql`select 1`;
    expect(told).toBeLessThan(1_000);
    await Promise.all(flood);
    await stop();
    expect(await receiptsOf(deviceId)).toMatchObject([{ receipt: "delivered" }]);
    expect(errors).toEqual([]);
  });
});

describe("a receipt that could not be stored", () => {
  it("is told from one that was, so that a peer that can comes again", async () => {
    const { report, stop } = listener();
    expect(await report(receiptOf({ refs: ["told-1"] }))).toBe(false);
    const deviceId = await stored(["told-1"]);
    expect(await report(receiptOf({ refs: ["told-1"] }))).toBe(true);
    expect(await receiptsOf(deviceId)).toMatchObject([{ receipt: "delivered" }]);
    await test.sql`alter table wake_up_sends rename to wake_up_sends_away`;
    expect(await report(receiptOf({ refs: ["told-1"] }))).toBe(false);
    await test.sql`alter table wake_up_sends_away rename to wake_up_sends`;
    await stop();
  });

  it("is stored when the database is there again, and the fault is told", async () => {
    const deviceId = await stored(["while-down"]);
    const { report, stop, errors } = listener();
    await test.sql`alter table wake_up_sends rename to wake_up_sends_away`;
    report(receiptOf({ refs: ["while-down"] }));
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    await test.sql`alter table wake_up_sends_away rename to wake_up_sends`;
    await expect.poll(() => receiptsOf(deviceId)).toMatchObject([{ receipt: "delivered" }]);
    await stop();
  });
});
