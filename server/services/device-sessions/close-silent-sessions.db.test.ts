import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "../../ids";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { createSilenceWatch } from "./close-silent-sessions";
import { createDeviceStore } from "./device-store";

/** More than one round closes, and more rows than a few blocks hold. */
const DEVICES = 450;
const ROUNDS_MAX = 200;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { sql } = database;
  await sql`
    insert into devices (device_id, realm, dev_id)
    select gen_random_uuid(), 'live', 'IMEI:' || lpad(n::text, 15, '0') from generate_series(1, ${DEVICES}) as n`;
  await sql`
    insert into device_live (device_id, session_key, session_started_at, resp_token_hash, state, msg_no, last_contact_at)
    select device_id, ${newUuid()}, now() - interval '1 hour', '\\x00', '{}', 1, now() - interval '1 hour' from devices`;
});
afterAll(() => database.close());

test("silent sessions are closed part by part of the table, and none is passed over where many are silent at once", async () => {
  const { sql } = database;
  const watch = createSilenceWatch(sql, createDeviceStore(sql), 1);
  const [table] = await sql<{ blocks: number }[]>`
    select (pg_relation_size('device_live') / current_setting('block_size')::integer)::integer as blocks`;
  const blocks = table?.blocks ?? 0;
  expect(blocks).toBeGreaterThan(5);
  const closed: number[] = [];
  for (let round = 0; round < ROUNDS_MAX && sum(closed) < DEVICES; round += 1) closed.push(await watch.round());
  expect(sum(closed)).toBe(DEVICES);
  expect(closed.length).toBeGreaterThan(5);
  const [open] = await sql`select count(*)::integer as count from device_live where session_key is not null`;
  expect(open).toEqual({ count: 0 });
  // Comes round to the begin: what is silent there later is found too.
  await sql`update device_live set session_key = ${newUuid()}, resp_token_hash = '\\x00', last_contact_at = now() - interval '1 hour'
    where device_id = (select device_id from device_live order by ctid limit 1)`;
  let again = 0;
  for (let round = 0; round < ROUNDS_MAX && again === 0; round += 1) again = await watch.round();
  expect(again).toBe(1);
}, 60_000);

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
