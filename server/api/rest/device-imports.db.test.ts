import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endCutImports, runImports } from "../../services/device-imports";
import { Scope } from "../../services/principal";
import { findViolations } from "../../testing/invariants";
import { ask, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;
let client: RestClient;

beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(Scope.options);
});
afterAll(() => server.close());

const send = (csv: BodyInit, headers: Record<string, string> = {}, by: RestClient = client) =>
  ask(`${server.url}/devices/imports`, {
    method: "POST",
    headers: { authorization: `Bearer ${by.token}`, "content-type": "text/csv", ...headers },
    body: csv,
    duplex: "half",
  } as RequestInit);

async function run(): Promise<number> {
  let batches = 0;
  while ((await runImports(server.test.database, server.context.sealer)) > 0) batches += 1;
  return batches;
}

const read = async (id: string) => (await client.get(`/devices/imports/${id}`)).json;
const devIdOf = (i: number) => `IMEI:${350_000_000_400_000 + i}`;
const rowsOf = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `${devIdOf(from + i)},R5,"a;b",43664${1_000_000 + from + i}`).join("\n");
const HEADER = "devId,model,tags,msisdn\n";

describe("POST /devices/imports", () => {
  it("answers 202 at once, registers every line as POST /devices does, and says how far it is", async () => {
    const answer = await send(`\uFEFF${HEADER}${rowsOf(0, 2_500)}\r\n`);
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe(`/api/v1/devices/imports/${answer.json.id}`);
    expect(answer.json).toMatchObject({ state: "running", lines: 2_500, registered: 0 });
    expect(await run()).toBeGreaterThan(2);
    expect(await read(answer.json.id)).toMatchObject({ state: "done", registered: 2_500, existing: 0, refused: 0 });
    const found = await client.get(`/devices?devId=${encodeURIComponent(devIdOf(2_499))}`);
    expect(found.json.items[0]).toMatchObject({ model: "R5", tags: ["a", "b"], life: 1, contact: { state: "never" } });
    expect(await findViolations(server.test.sql)).toEqual([]);
    const [left] = await server.test.sql`select count(*)::int as n from device_import_chunks`;
    expect(left?.["n"]).toBe(0);
  });

  it("changes nothing for lines that come again, in one file or in another", async () => {
    const csv = `${HEADER}${rowsOf(5_000, 3)}\n${rowsOf(5_000, 1)}\n`;
    const first = await send(csv);
    await run();
    expect(await read(first.json.id)).toMatchObject({ registered: 3, existing: 1, refused: 0 });
    await client.patch(
      `/devices/${(await client.get(`/devices?devId=${encodeURIComponent(devIdOf(5_000))}`)).json.items[0].id}`,
      {
        model: "changed",
      },
    );
    const again = await send(csv);
    await run();
    expect(await read(again.json.id)).toMatchObject({ registered: 0, existing: 4, refused: 0 });
    const kept = await client.get(`/devices?devId=${encodeURIComponent(devIdOf(5_000))}`);
    expect(kept.json.items[0].model).toBe("changed");
  });

  it("names the line, column and reason of what is not right, and takes the rest", async () => {
    const lines = [
      "devId,msisdn,clientSecret,tags",
      `${devIdOf(6_000)},,,`,
      "12,,,",
      `${devIdOf(6_001)},0043,,`,
      `${devIdOf(6_002)},"436`,
      `${devIdOf(6_003)}`,
      `${devIdOf(6_004)},,${String(350_000_000_406_004)},`,
      "",
      `${devIdOf(6_005)},,the same long secret,`,
      `${devIdOf(6_006)},,the same long secret,`,
      `${devIdOf(6_007)},,,not a tag`,
    ];
    const answer = await send(lines.join("\n"));
    await run();
    expect(await read(answer.json.id)).toMatchObject({ state: "done", registered: 2, existing: 0, refused: 7 });
    const { json } = await client.get(`/devices/imports/${answer.json.id}/problems`);
    const told = json.items.map(({ line, field, code }: Record<string, unknown>) => `${line} ${field} ${code}`);
    expect(told).toEqual([
      "3 devId invalid_format",
      "4 msisdn invalid_format",
      "5  quotes",
      "6  cells",
      "7 clientSecret derivable",
      expect.stringMatching(/^(9|10) clientSecret shared$/),
      "11 tags invalid_format",
    ]);
    const page = await client.get(`/devices/imports/${answer.json.id}/problems?limit=4`);
    const next = await client.get(`/devices/imports/${answer.json.id}/problems?limit=4&cursor=${page.json.next}`);
    expect([...page.json.items, ...next.json.items]).toEqual(json.items);
    expect(await findViolations(server.test.sql)).toEqual([]);
  });

  it("takes a later line of a device whose first one was refused, also beside it", async () => {
    const taken = await send(`devId,clientSecret\n${devIdOf(6_100)},a secret of that one\n`);
    await run();
    expect(await read(taken.json.id)).toMatchObject({ registered: 1 });
    const lines = [
      "devId,clientSecret,model",
      `${devIdOf(6_101)},a secret of that one,first`,
      `${devIdOf(6_101)},a secret of that one,second`,
      `${devIdOf(6_101)},a secret of its own,third`,
      `${devIdOf(6_101)},one more of its own,fourth`,
    ];
    const answer = await send(lines.join("\n"));
    await run();
    expect(await read(answer.json.id)).toMatchObject({ state: "done", registered: 1, existing: 1, refused: 2 });
    const found = await client.get(`/devices?devId=${encodeURIComponent(devIdOf(6_101))}`);
    expect(found.json.items[0].model).toBe("third");
    const { json } = await client.get(`/devices/imports/${answer.json.id}/problems`);
    expect(json.items.map(({ line, code }: Record<string, unknown>) => `${line} ${code}`)).toEqual([
      "2 shared",
      "3 shared",
    ]);
    expect(await findViolations(server.test.sql)).toEqual([]);
  });

  it.each([
    ["", 422],
    ["model\nR5\n", 422],
    ["devId,colour\n", 422],
    ["devId,devId\n", 422],
    [`devId\n${"x".repeat(20_000)}\n`, 422],
  ])("%j is refused with %i before anything is registered", async (csv, status) => {
    expect((await send(csv)).status).toBe(status);
  });

  it("wants text/csv, the scope, and another one for columns with credentials", async () => {
    expect((await send(HEADER, { "content-type": "application/json" })).status).toBe(415);
    const reader = await server.client(["devices:read"]);
    expect((await send(HEADER, {}, reader)).status).toBe(403);
    const writer = await server.client(["devices:write"]);
    expect((await send("devId,clientSecret\n", {}, writer)).status).toBe(403);
    expect((await send(HEADER, {}, writer)).status).toBe(202);
  });

  it("with an Idempotency-Key is done once; another file with it is a mistake", async () => {
    const csv = `${HEADER}${rowsOf(7_000, 2)}\n`;
    const first = await send(csv, { "idempotency-key": "file-1" });
    const again = await send(csv, { "idempotency-key": "file-1" });
    expect([again.status, again.json.id]).toEqual([202, first.json.id]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    const other = await send(`${csv}${rowsOf(7_100, 1)}\n`, { "idempotency-key": "file-1" });
    expect([other.status, other.json.type]).toEqual([422, "urn:dmwsi:problem:idempotency-key-reused"]);
    await run();
  });

  it("is seen by nobody else", async () => {
    const { json } = await send(`${HEADER}${rowsOf(7_500, 1)}\n`);
    const other = await server.client(Scope.options);
    expect((await other.get(`/devices/imports/${json.id}`)).status).toBe(404);
    expect((await other.get(`/devices/imports/${json.id}/problems`)).status).toBe(404);
  });

  it("goes on behind its last batch when the worker dies in the middle of one", async () => {
    const { json } = await send(`${HEADER}${rowsOf(8_000, 2_200)}\n`);
    const { database, sql } = server.test;
    expect(await runImports(database, server.context.sealer)).toBe(1);
    await sql`create function die() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`;
    await sql`create trigger dies after insert on audit_entries for each statement execute function die()`;
    await expect(runImports(database, server.context.sealer)).rejects.toThrow();
    await sql`drop trigger dies on audit_entries`;
    expect((await read(json.id)).state).toBe("running");
    await run();
    expect(await read(json.id)).toMatchObject({ state: "done", registered: 2_200, existing: 0, refused: 0 });
    expect(await findViolations(sql)).toEqual([]);
  });

  it("that stops by a fault says before which line, and the rest of the file is taken when it is sent again", async () => {
    const csv = `${HEADER}${rowsOf(12_000, 1_500)}\n`;
    const key = { "idempotency-key": "stopped" };
    const { json } = await send(csv, key);
    const { database, sql } = server.test;
    expect(await runImports(database, server.context.sealer)).toBe(1);
    await sql`alter table device_live add constraint planted check (false) not valid`;
    await expect(runImports(database, server.context.sealer)).rejects.toThrow();
    await sql`alter table device_live drop constraint planted`;
    const stopped = await read(json.id);
    expect(stopped.state).toBe("failed");
    expect(stopped.problem).toMatch(/^It stopped before line \d+ by a fault/);
    const again = await send(csv, key);
    expect(again.json.id).not.toBe(json.id);
    await run();
    expect(await read(again.json.id)).toMatchObject({ existing: stopped.registered, refused: 0, state: "done" });
  });

  it("whose sender goes away registers nothing, also when the process died with it", async () => {
    const start = new TextEncoder().encode(`${HEADER}${rowsOf(15_000, 1_500)}\n`);
    const cut = new ReadableStream({
      start(controller) {
        controller.enqueue(start);
        setTimeout(() => controller.error(new Error("gone")), 300);
      },
    });
    await expect(send(cut)).rejects.toThrow();
    const states = async () =>
      (
        await server.test
          .sql`select state from device_imports where state in ('uploading', 'failed') and problem is distinct from null`
      ).length;
    await expect.poll(states, { timeout: 5_000 }).toBeGreaterThan(0);
    await server.test
      .sql`insert into device_imports (import_id, realm, state, owner_kind, owner_id, owner_name, scopes, request_id, source_address, columns, moved_at)
      values (gen_random_uuid(), 'live', 'uploading', 'system', 'xs_gone', 'gone', '{}', 'r', '127.0.0.1', '{devId}', now() - interval '1 hour')`;
    expect(await endCutImports(server.test.database)).toBe(1);
    const found = await client.get(`/devices?devId=${encodeURIComponent(devIdOf(15_000))}`);
    expect(found.json.items).toEqual([]);
  });
});
