import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

const LASTING = 100_000;
let server: RestServer;
let client: RestClient;

beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(["devices:read"]);
  const { sql } = server.test;
  await sql`insert into devices (device_id, realm, dev_id, model)
    select md5('lasting' || i)::uuid, 'live', 'IMEI:lasting' || i, 'lasting' from generate_series(1, ${LASTING}::integer) i`;
  await sql`insert into device_live (device_id) select device_id from devices`;
  await sql`analyze devices, device_live`;
}, 120_000);
afterAll(() => server.close());

/** Devices come and go, and those that stay change, while somebody walks. */
async function changeUntil(isOver: () => boolean): Promise<number> {
  const { sql } = server.test;
  let rounds = 0;
  while (!isOver()) {
    await sleep(25);
    rounds += 1;
    await sql`with made as (
        insert into devices (device_id, realm, dev_id, model)
        select md5(${rounds} || 'passing' || i)::uuid, 'live', 'IMEI:passing' || ${rounds} || '.' || i, 'passing'
        from generate_series(1, 20) i returning device_id)
      insert into device_live (device_id) select device_id from made`;
    await sql`update devices set firmware = ${`v${rounds}`}, revision = revision + 1
      where device_id in (select md5('lasting' || (random() * ${LASTING})::integer)::uuid from generate_series(1, 20))`;
    await sql`update devices set retired_at = now() where dev_id like ${`IMEI:passing${rounds - 1}.%`}`;
  }
  return rounds;
}

describe("trust:api-cursor: a walk over 100,000 rows that change meanwhile", () => {
  it("gives each lasting one exactly once, and refuses every cursor that was touched", async () => {
    const seen = new Map<string, number>();
    let isOver = false;
    const changes = changeUntil(() => isOver);
    let cursor: string | null = null;
    let tampered = 0;
    let pages = 0;
    do {
      const answer = await client.get(`/devices?limit=500${cursor === null ? "" : `&cursor=${cursor}`}`);
      expect(answer.status).toBe(200);
      for (const { devId, model } of answer.json.items) {
        if (model === "lasting") seen.set(devId, (seen.get(devId) ?? 0) + 1);
      }
      cursor = answer.json.next;
      pages += 1;
      if (cursor === null || pages % 20 !== 0) continue;
      const at = pages % cursor.length;
      const changed = `${cursor.slice(0, at)}${cursor.charAt(at) === "A" ? "B" : "A"}${cursor.slice(at + 1)}`;
      expect((await client.get(`/devices?limit=500&cursor=${changed}`)).status).toBe(400);
      expect((await client.get(`/devices?limit=500&model=lasting&cursor=${cursor}`)).status).toBe(400);
      tampered += 2;
    } while (cursor !== null);
    isOver = true;
    expect(await changes).toBeGreaterThan(3);
    expect(seen.size).toBe(LASTING);
    expect([...seen.values()].every((times) => times === 1)).toBe(true);
    expect(tampered).toBeGreaterThan(10);
    console.log(`api-cursor ${seen.size}/${LASTING}`);
  }, 120_000);
});
