import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Scope } from "../../services/principal";
import { changeUnaudited } from "../../testing/change-unaudited";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;
let client: RestClient;
const operation = {
  kind: "parameter.get",
  params: { uris: ["./DevInfo/Man"] },
  target: { devices: ["IMEI:350000000000001"] },
};
let keys = 0;

beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(Scope.options);
  await client.post("/devices", { devId: "IMEI:350000000000001" });
});
afterAll(() => server.close());

function newKey(): string {
  keys += 1;
  return `key-${keys}`;
}

const start = (key: string, body: unknown = operation, by: RestClient = client) =>
  by.post("/operations", body, { "idempotency-key": key });

async function operationsCount(): Promise<number> {
  const [row] = await server.test.database.execute(sql`select count(*)::int as n from operations`);
  return Number(row?.["n"]);
}

describe("trust:api-idempotency: an Idempotency-Key", () => {
  it("starts one operation for a hundred requests at once, and answers all with the same octets", async () => {
    const before = await operationsCount();
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 100 }, () => start(key)));
    expect(await operationsCount()).toBe(before + 1);
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
    const replayed = answers.filter((answer) => answer.headers.get("idempotency-replayed") === "true");
    expect(replayed).toHaveLength(99);
    expect(new Set(answers.map((answer) => answer.headers.get("location"))).size).toBe(1);
  });

  it("takes the same request written otherwise as the same, and another as a mistake", async () => {
    const key = newKey();
    const first = await start(key);
    const otherwise = JSON.stringify(Object.fromEntries(Object.entries(operation).reverse()), null, 2);
    expect((await start(key, otherwise)).text).toBe(first.text);
    expect((await start(`"${key}"`)).text).toBe(first.text);
    const another = await start(key, { ...operation, priority: 1 });
    expect(another.status).toBe(422);
    expect(another.json.type).toBe("urn:dmwsi:problem:idempotency-key-reused");
  });

  it("belongs to its client and its path", async () => {
    const key = newKey();
    await start(key);
    const other = await server.client(Scope.options);
    expect((await start(key, operation, other)).headers.get("idempotency-replayed")).toBeNull();
    const device = { devId: "IMEI:350000000000019" };
    expect((await client.post("/devices", device, { "idempotency-key": key })).status).toBe(201);
  });

  it("remembers refusals that followed from what is stored, not those of a body nobody could read", async () => {
    const key = newKey();
    const unknown = { ...operation, target: { devices: ["IMEI:350000000000555"] } };
    const refused = await start(key, unknown);
    expect(refused.status).toBe(422);
    await client.post("/devices", { devId: "IMEI:350000000000555" });
    const again = await start(key, unknown);
    expect([again.text, again.headers.get("idempotency-replayed")]).toEqual([refused.text, "true"]);
    expect((await start(newKey(), unknown)).status).toBe(202);

    const corrected = newKey();
    expect((await start(corrected, { ...operation, params: { uris: "no list" } })).status).toBe(422);
    expect((await start(corrected)).status).toBe(202);
    const conflicted = newKey();
    const twice = { devId: "IMEI:350000000000001" };
    const conflict = await client.post("/devices", twice, { "idempotency-key": conflicted });
    expect(conflict.status).toBe(409);
    expect((await client.post("/devices", twice, { "idempotency-key": conflicted })).text).toBe(conflict.text);
  });

  it("shows a remembered answer only to who may still ask", async () => {
    const key = newKey();
    const one = await server.client(["operations:write", "devices:write"]);
    await one.post("/devices", { devId: "IMEI:350000000000700" });
    expect((await start(key, operation, one)).status).toBe(202);
    await changeUnaudited(
      server.test.database,
      sql`update external_systems set scopes = '{devices:write}'
      where system_id = (select system_id from api_credentials where client_id = ${one.clientId})`,
    );
    // The holder of the token is remembered for five seconds.
    await expect
      .poll(async () => (await start(key, operation, one)).status, { timeout: 7_000, interval: 500 })
      .toBe(403);
  });

  it("whose first request still runs is 409 after two seconds, and nothing is started", async () => {
    const key = newKey();
    const before = await operationsCount();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let claimed = () => {};
    const isClaimed = new Promise<void>((resolve) => {
      claimed = resolve;
    });
    const first = server.test.database.transaction(async (transaction) => {
      await transaction.execute(sql`insert into idempotency_keys (system_id, route, key, fingerprint)
        values (${client.id}, 'POST /operations', ${key}, '')`);
      claimed();
      await held;
    });
    await isClaimed;
    const startedAt = Date.now();
    const answer = await start(key);
    release();
    await first;
    expect(answer.status).toBe(409);
    expect(answer.json.type).toBe("urn:dmwsi:problem:idempotency-in-progress");
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(Date.now() - startedAt).toBeGreaterThan(1_500);
    expect(await operationsCount()).toBe(before);
  });

  it("leaves neither key nor effect when the effect fails in the middle", async () => {
    const key = newKey();
    const before = await operationsCount();
    await server.test.database.execute(
      sql`alter table outbox add constraint planted check (type <> 'dmwsi.operation.created.v1') not valid`,
    );
    const failed = await start(key);
    await server.test.database.execute(sql`alter table outbox drop constraint planted`);
    expect(failed.status).toBe(500);
    expect(failed.text).not.toMatch(/outbox|planted|insert/i);
    expect(server.faults).toHaveLength(1);
    expect(await operationsCount()).toBe(before);
    const again = await start(key);
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([202, null]);
  });

  it("leaves neither key nor effect when the connection is killed between them", async () => {
    const key = newKey();
    const before = await operationsCount();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let lock: Promise<void> = Promise.resolve();
    await new Promise<void>((resolve, reject) => {
      lock = server.test.database.transaction(async (transaction) => {
        await transaction.execute(sql`lock table outbox in exclusive mode`);
        resolve();
        await held;
      });
      lock.catch(reject);
    });
    const cut = start(key);
    // It waits a short while together with others, then by itself: either may be met.
    const blocked = sql`select pg_terminate_backend(pid) as cut from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query ~ '(start_operations_together|insert_operations)'`;
    await expect.poll(async () => (await server.test.database.execute(blocked)).length, { timeout: 5_000 }).toBe(1);
    const answer = await cut;
    release();
    await lock;
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(await operationsCount()).toBe(before);
    const again = await start(key);
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([202, null]);
  });

  it.each([
    ["", 400],
    ["with blank", 400],
    ["x".repeat(256), 400],
    ["x".repeat(255), 202],
    ["~!*'()", 202],
  ])("%j is answered with %i", async (key, status) => {
    expect((await start(key)).status).toBe(status);
  });
});
