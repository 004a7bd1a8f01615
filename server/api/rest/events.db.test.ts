import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newUuid } from "../../ids";
import { projectEvents } from "../../services/events/project-events";
import { sweepFeeds } from "../../services/events/sweep-feeds";
import { findViolations } from "../../testing/invariants";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

const SCOPES = ["events:read", "devices:read", "devices:write", "operations:read", "operations:write"] as const;
const DEVICE = "IMEI:350000000000017";

let server: RestServer;
let reader: RestClient;

beforeAll(async () => {
  server = await startRestServer();
  reader = await server.client([...SCOPES]);
  const { status } = await reader.post("/devices", { devId: DEVICE });
  expect(status).toBe(201);
});
afterAll(() => server.close());

async function project(): Promise<void> {
  for (let round = 0; round < 100 && (await projectEvents(server.test.sql)) > 0; round += 1);
}

async function start(client: RestClient, reference: string): Promise<string> {
  const body = { kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target: { devices: [DEVICE] }, reference };
  const { status, json } = await client.post("/operations", body);
  expect(status).toBe(202);
  return json.id;
}

/** Facts about devices, as a session leaves them, `count` of them in transactions of their own. */
async function announce(count: number, from: number, type = "dmwsi.device.alert.v1"): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await server.test.sql`insert into outbox (device_id, version, i, event_id, realm, type, data)
      select device_id, ${from + i}, 0, ${newUuid()}::uuid, 'live', ${type}, '{"severity": 5}'::jsonb from devices where dev_id = ${DEVICE}`;
  }
}

interface Item {
  readonly id: string;
  readonly type: string;
  readonly sequence: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into data of any shape.
  readonly data?: any;
}

/** The whole feed, page by page. */
async function readAll(client: RestClient, query = ""): Promise<{ items: Item[]; next: string }> {
  const items: Item[] = [];
  let next: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const after: string = next === null ? "" : `&after=${next}`;
    const { json } = await client.get(`/events?limit=500${query}${after}`);
    items.push(...json.items);
    if (json.next === next) break;
    next = json.next;
  }
  return { items, next: next ?? "" };
}

describe("GET /events", () => {
  it("tells a system of its own operations and of devices, as CloudEvents, and others nothing of its operations", async () => {
    const other = await server.client([...SCOPES]);
    const id = await start(reader, "ticket-4711");
    await announce(1, 1_000);
    await project();
    const { items } = await readAll(reader);
    expect(items.map(({ type }) => type)).toEqual(["dmwsi.operation.created.v1", "dmwsi.device.alert.v1"]);
    expect(items[0]).toMatchObject({
      specversion: "1.0",
      source: "urn:dmwsi:live",
      subject: id,
      sequence: "0000000000000001",
      data: {
        operationId: id,
        taskId: null,
        reference: "ticket-4711",
        links: { operation: `/api/v1/operations/${id}` },
      },
    });
    expect(items[1]?.data).toMatchObject({ devId: DEVICE, facts: { severity: 5 } });
    const others = await readAll(other);
    expect(others.items.map(({ type, sequence }) => [type, sequence])).toEqual([
      ["dmwsi.device.alert.v1", "0000000000000001"],
    ]);
  });

  it("tells of devices only who may read them", async () => {
    const blind = await server.client(["events:read"]);
    await announce(1, 1_100);
    await project();
    expect((await readAll(blind)).items).toEqual([]);
  });

  it("tells a system that is limited to groups nothing of other devices, without a gap", async () => {
    const limited = await server.client([...SCOPES]);
    await announce(1, 1_200);
    await project();
    await server.test.sql.begin(async (sql) => {
      await sql`select set_config('dmwsi.audit_id', 'none', true)`;
      await sql`update external_systems set allowed_group_ids = '{}' where name = (select name from external_systems order by created_at desc limit 1)`;
    });
    const { json } = await (await fresh(limited)).get("/events");
    expect(json.items.map((item: Item) => [item.type, item.sequence, item.data])).toEqual([
      ["dmwsi.event.withdrawn.v1", "0000000000000001", undefined],
    ]);
    expect((await (await fresh(limited)).get("/events?types=device.*")).json.items).toEqual([]);
  });

  it("gives the types that are asked for, and refuses types that there are not", async () => {
    const { items } = await readAll(reader, "&types=device.*,operation.completed");
    expect(new Set(items.map(({ type }) => type))).toEqual(new Set(["dmwsi.device.alert.v1"]));
    const wrong = await reader.get("/events?types=device.nothing");
    expect(wrong.status).toBe(400);
    expect(wrong.json.errors[0].pointer).toBe("/types");
  });

  it("needs the scope events:read", async () => {
    const other = await server.client(["devices:read"]);
    expect((await other.get("/events")).status).toBe(403);
  });
});

/** The same system with a token that nothing is remembered of. */
async function fresh(client: RestClient): Promise<RestClient> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: client.clientId,
    client_secret: client.clientSecret,
  });
  const { access_token } = (await (
    await fetch(`${server.url}/oauth/token`, { method: "POST", body: form })
  ).json()) as {
    access_token: string;
  };
  const get = async (path: string) => {
    const response = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${access_token}` } });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
  };
  return { ...client, get };
}

describe("the cursor", () => {
  it("is refused when it was changed, or is another system's", async () => {
    const other = await server.client([...SCOPES]);
    const { next } = await readAll(reader);
    for (const after of [`${next}x`, `x${next.slice(1)}`, "", "nonsense"]) {
      expect((await reader.get(`/events?after=${after}`)).status).toBe(400);
    }
    expect((await other.get(`/events?after=${next}`)).json).toMatchObject({
      type: "urn:dmwsi:problem:invalid-request",
      errors: [{ pointer: "/after" }],
    });
  });

  it("may be used again, whatever the types and the length of the page", async () => {
    const { json: first } = await reader.get("/events?limit=1");
    const { json: again } = await reader.get(`/events?limit=500&types=device.*&after=${first.next}`);
    const { json: twice } = await reader.get(`/events?limit=500&types=device.*&after=${first.next}`);
    expect(again.items.length).toBeGreaterThan(0);
    expect(again).toEqual(twice);
  });

  it("is told to be lost when what follows it is not kept any more, or the server was put back", async () => {
    const old = await server.client([...SCOPES]);
    await announce(3, 2_000);
    await project();
    const { json: first } = await old.get("/events?limit=1");
    await server.test
      .sql`update events set at = now() - interval '31 days' where seq <= (select seq - 1 from projector)`;
    while ((await sweepFeeds(server.test.sql, 30)) > 0);
    const lost = await old.get(`/events?after=${first.next}`);
    expect([lost.status, lost.json.type]).toEqual([410, "urn:dmwsi:problem:cursor-expired"]);
    const { items, next } = await readAll(old);
    expect(items.map(({ sequence }) => Number(sequence))).toEqual([3]);
    await server.test.sql`update event_feeds set seq = 2, swept_seq = 1 where seq = 3`;
    const ahead = await old.get(`/events?after=${next}`);
    expect([ahead.status, ahead.json.detail]).toEqual([410, expect.stringContaining("put back")]);
    await server.test.sql`update event_feeds set seq = 3, swept_seq = 2 where seq = 2 and swept_seq = 1`;
  });
});

describe("a long poll", () => {
  it("ends when an event of the caller's comes, not before, and without one after its time", async () => {
    const { next } = await readAll(reader);
    const begun = performance.now();
    const poll = reader.get(`/events?after=${next}&wait=20`);
    expect(await Promise.race([poll, sleep(300, "waits")])).toBe("waits");
    await announce(1, 3_000);
    await project();
    expect((await poll).json.items).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(10_000);
    const { json } = await reader.get(`/events?after=${(await poll).json.next}&wait=1`);
    expect(json.items).toEqual([]);
  });

  it("is refused when two of the caller wait already, and not after they have gone", async () => {
    const { next } = await readAll(reader);
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${reader.token}` };
    const poll = async () => {
      // Whoever asks below may come first: then it is asked again.
      for (let status = 429; status === 429 && !gone.signal.aborted; ) {
        const init = { headers, signal: gone.signal };
        status = await fetch(`${server.url}/events?after=${next}&wait=30`, init).then(
          (answer) => answer.status,
          () => 0,
        );
      }
    };
    const polls = [poll(), poll()];
    const refused = async () => (await reader.get(`/events?after=${next}&wait=1`)).status;
    const statusUntil = async (wanted: number) => {
      for (let attempt = 0; attempt < 20; attempt += 1) if ((await refused()) === wanted) return wanted;
      return 0;
    };
    expect(await statusUntil(429)).toBe(429);
    gone.abort();
    await Promise.all(polls);
    expect(await statusUntil(200)).toBe(200);
  });
});

describe("the numbers of a feed", () => {
  it("trust:feed-gap-free: eight writers and a transaction that stays open for two seconds lose and repeat nothing", async () => {
    const quick = await server.client([...SCOPES]);
    const WRITERS = 8;
    const EACH = 50;
    const slow = server.test.sql.begin(async (sql) => {
      await sql`insert into outbox (device_id, version, i, event_id, realm, type)
        select device_id, 90000, 0, ${newUuid()}::uuid, 'live', 'dmwsi.device.alert.v1' from devices where dev_id = ${DEVICE}`;
      await sleep(2_000);
    });
    let writing = true;
    const projecting = (async () => {
      while (writing) if ((await projectEvents(server.test.sql)) === 0) await sleep(5);
    })();
    const seen: Item[] = [];
    const reading = (async () => {
      let next: string | null = null;
      while (writing || next === null) {
        const after: string = next === null ? "" : `&after=${next}`;
        const { json } = await quick.get(`/events?limit=500${after}`);
        seen.push(...json.items);
        next = json.next;
      }
      return next;
    })();
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => announce(EACH, 10_000 + writer * 1_000)));
    await slow;
    writing = false;
    await projecting;
    const after = await reading;
    await project();
    seen.push(...(await quick.get(`/events?limit=500&after=${after}`)).json.items);
    const expected = WRITERS * EACH + 1;
    expect(seen.map(({ sequence }) => Number(sequence))).toEqual(Array.from({ length: expected }, (_, i) => i + 1));
    expect(new Set(seen.map(({ id }) => id)).size).toBe(expected);
    expect(await findViolations(server.test.sql)).toEqual([]);
    console.log(`feed-gap-free ${seen.length}/${expected}`);
  }, 60_000);
});
