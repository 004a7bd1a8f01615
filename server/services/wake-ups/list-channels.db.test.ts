import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPool, type Pool } from "../../db/client";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { listChannels } from "./list-channels";

let test: TestDatabase;
let way: Server;
let pool: Pool;
let context: CallContext;
/** Octets that the database has sent to the process. */
let octetsRead = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  const url = new URL(test.url);
  way = createServer((socket) => {
    const upstream = connect(Number(url.port), url.hostname);
    upstream.on("data", (octets) => {
      octetsRead += octets.length;
    });
    for (const end of [socket, upstream]) end.on("error", () => end.destroy());
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => way.listen(0, "127.0.0.1", resolve));
  const watched = new URL(url);
  watched.host = `127.0.0.1:${(way.address() as AddressInfo).port}`;
  pool = openPool(watched.toString(), "watched", 1);
  context = await callContextFor(pool.database);
});
afterAll(async () => {
  await pool.close();
  await new Promise((resolve) => way.close(resolve));
  await test.close();
});

/** Models `from` to `to` in the statistics of a channel, in no order; each with a session of the last bucket but one. */
async function tried(channel: string, from: number, to: number, attempts: number): Promise<void> {
  await test.sql`
    insert into channel_statistics (day, realm, channel, manufacturer, model, attempts, accepted, sessions, delays)
    select (now() at time zone 'utc')::date, 'live', ${channel}, 'Made-up', lpad(n::text, 6, '0'), ${attempts}, 1, 1,
      '{0,0,0,0,0,0,0,0,0,0,1,0}'
    from generate_series(${from}::integer, ${to}::integer) n order by md5(n::text)`;
}

describe("the channels of a server that devices told of a hundred thousand models", () => {
  it("are summed over all of them, and show the hundred that were tried most, in an order that stays; no more is read", async () => {
    await tried("smpp", 1, 100_000, 2);
    await tried("smpp", 100_001, 100_010, 5);
    await tried("udp", 1, 3, 1);
    octetsRead = 0;
    const { items } = await listChannels(context, {});
    expect(octetsRead).toBeLessThan(200_000);
    expect(items.map(({ kind }) => kind)).toEqual(["smpp", "udp"]);
    expect(items[0]).toMatchObject({ attempts: 200_050, accepted: 100_010, sessions: 100_010, p95DelaySeconds: 3_600 });
    const shown = [...Array(10).keys()].map((n) => `${100_001 + n}`);
    const behind = [...Array(90).keys()].map((n) => `${1 + n}`.padStart(6, "0"));
    expect(items[0]?.models.map(({ model }) => model)).toEqual([...shown, ...behind]);
    expect(items[1]?.models.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
  });
});
