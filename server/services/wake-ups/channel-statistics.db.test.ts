import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newUuid } from "../../ids";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { SWEPT_MAX } from "../sweep-expired";
import { countArrivals } from "./count-arrivals";
import { MODELS_COUNTED_MAX } from "./models-counted";
import { markSending, recordSend } from "./record-send";
import { sendName } from "./send-name";
import { storeReceipt } from "./store-receipt";
import { sweepWakeUps } from "./sweep-wake-ups";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

/** So many models of a channel, `daysAgo`. */
async function counted(channel: string, models: number, daysAgo = 0): Promise<void> {
  await test.sql`
    insert into channel_statistics (day, realm, channel, manufacturer, model, attempts)
    select (now() at time zone 'utc')::date - ${daysAgo}::integer, 'live', ${channel}, 'Made-up', n::text, 1
    from generate_series(1, ${models}::integer) n`;
}

/** A push to a device of this model, which arrives, says so, and brings a session. */
async function reached(channel: string, model: string): Promise<void> {
  const [deviceId, sendId] = [newUuid(), newUuid()];
  const facts = { realm: "live", manufacturer: "Made-up", model } as const;
  await test.sql`insert into devices ${test.sql({ device_id: deviceId, dev_id: `MAC:${deviceId}`, ...facts })}`;
  const send = { sendId, deviceId, purpose: "package0", sessionId: 1, channel, attempt: 0 } as const;
  await markSending(test.sql, newUuid(), send);
  const result = { state: "accepted", refs: [] } as const;
  await recordSend(test.sql, newUuid(), send, result, { channel, attempt: 1, seconds: 60 }, facts);
  const receipt = { id: sendName(deviceId, sendId), part: 1, parts: 1, refs: [], code: null } as const;
  await storeReceipt(test.sql, channel, { ...receipt, state: "delivered" });
  await test.sql`
    insert into wake_up_arrivals (device_id, send_id, channel, sent_at) values (${deviceId}, ${sendId}, ${channel}, now())`;
  await countArrivals(test.sql);
}

const numbersOf = (channel: string) => test.sql`
  select manufacturer, model, attempts::integer, delivered::integer, sessions::integer from channel_statistics
  where channel = ${channel} and accepted > 0 order by model`;

describe("models that devices make up", () => {
  it("are told apart up to a limit for each channel, and beyond it counted together, none of their numbers lost", async () => {
    await counted("smpp", MODELS_COUNTED_MAX);
    for (const model of ["7", "new-1", "new-2"]) await reached("smpp", model);
    expect(await numbersOf("smpp")).toEqual([
      { manufacturer: "Made-up", model: "7", attempts: 2, delivered: 1, sessions: 1 },
      { manufacturer: "", model: "other", attempts: 2, delivered: 2, sessions: 2 },
    ]);
    await reached("udp", "new-1");
    expect(await numbersOf("udp")).toMatchObject([{ model: "new-1", attempts: 1, delivered: 1, sessions: 1 }]);
  });

  it("go when their time is over, so many in a round", async () => {
    await counted("pap", SWEPT_MAX + 10, 91);
    expect(await sweepWakeUps(test.sql)).toBe(SWEPT_MAX);
    expect(await sweepWakeUps(test.sql)).toBe(10);
    expect(await numbersOf("smpp")).toHaveLength(2);
  });
});
