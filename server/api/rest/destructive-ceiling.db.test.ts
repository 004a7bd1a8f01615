import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDeviceStore } from "../../services/device-sessions";
import { registerDevice } from "../../services/devices";
import { projectEvents } from "../../services/events/project-events";
import { addCredential, changeExternalSystem } from "../../services/external-systems";
import { approveOperation, readOperation, rejectOperation, startOperation } from "../../services/operations";
import { expireTasks } from "../../services/operations/expire-tasks";
import { type Principal, ROLE_SCOPES, type Scope } from "../../services/principal";
import { findViolations } from "../../testing/invariants";
import { appRouter } from "../trpc/router";
import { createCallerFactory } from "../trpc/trpc";
import { askToken } from "./testing/oauth-clients";
import { ask, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;
let devIds: string[];
const SCOPES: readonly Scope[] = [
  "operations:write",
  "operations:read",
  "operations:destructive",
  "operations:approve",
];

beforeAll(async () => {
  server = await startRestServer();
  devIds = Array.from({ length: 120 }, (_, i) => `IMEI:${350_000_000_000_000 + i}`);
  await Promise.all(devIds.map((devId) => registerDevice(server.context, { devId })));
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const wipe = (from: number, count: number, more: object = {}) => ({
  kind: "node.execute",
  params: { uri: "./Vendor/Wipe" },
  target: { devices: devIds.slice(from, from + count) },
  ...more,
});
const person = (id: string): Principal => ({
  kind: "user",
  id,
  name: id,
  realm: "live",
  scopes: new Set(ROLE_SCOPES.administrator),
  session: { id, provedRecently: true },
});
const as = (principal: Principal) => ({ ...server.context, principal });
const consoleOf = (principal: Principal) =>
  createCallerFactory(appRouter)({ call: as(principal), requestId: "test", stillSignedIn: async () => true });

/** A system that has wiped a hundred devices, and its operation on one more. */
async function oneTooMany(): Promise<{ readonly client: RestClient; readonly id: string }> {
  const client = await server.client(SCOPES);
  const hundred = await client.post("/operations", wipe(0, 100));
  expect([hundred.status, hundred.json.state, hundred.json.approval]).toEqual([202, "running", null]);
  const { status, json } = await client.post("/operations", wipe(100, 1));
  expect(status).toBe(202);
  expect(json).toMatchObject({ state: "awaiting_approval", counts: { total: 1, scheduled: 1, queued: 0 } });
  expect(json.approval).toEqual({ cause: "destructive_ceiling", decision: null, by: null, reason: null, at: null });
  return { client, id: json.id };
}

async function runnable(): Promise<number> {
  const [row] = await server.test.database.execute<{ tasks: number }>(sql`
    select count(*)::integer as tasks from tasks t join operations o using (operation_id)
    where t.n <= o.released_n and o.state in ('scheduled', 'running')`);
  return row?.tasks ?? 0;
}

describe("trust:api-destructive: what goes beyond a system's ceiling", () => {
  it("waits for approval, which its maker gives by none of three doors", async () => {
    const before = await runnable();
    const { client, id } = await oneTooMany();
    expect(await runnable()).toBe(before + 100);
    const [task] = (await client.get(`/operations/${id}/tasks`)).json.items;
    expect([task.state, task.reason.code]).toEqual(["scheduled", "approval_missing"]);

    // The public API, with the token that started it and with another credential of the same system.
    const second = await addCredential(server.context, { id: client.id, method: "secret" });
    const { json } = await askToken(server.url, {
      client_id: second.clientId,
      client_secret: second.clientSecret ?? "",
    });
    for (const token of [client.token, json.access_token]) {
      const answer = await ask(`${server.url}/operations/${id}/approve`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: "{}",
      });
      expect([answer.status, answer.json.type]).toEqual([409, "urn:dmwsi:problem:state-conflict"]);
    }
    // The console, for what a person started and wanted to be approved.
    const maker = person("usr_maker");
    const own = await consoleOf(maker).operations.start(wipe(101, 1, { approval: true }));
    expect(own.state).toBe("awaiting_approval");
    await expect(consoleOf(maker).operations.approve({ id: own.id })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    await expect(consoleOf(maker).operations.reject({ id: own.id, reason: "x" })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    // The database, past all code: neither as the maker, nor as nobody.
    for (const change of [
      sql`decision = 'approved', decided_by_id = owner_id, state = 'running'`,
      sql`state = 'running', released_n = total`,
      sql`decision = 'approved', state = 'scheduled'`,
    ]) {
      const update = server.test.database.execute(
        sql`update operations set ${change} where state = 'awaiting_approval'`,
      );
      await expect(update).rejects.toMatchObject({ cause: { code: "23514" } });
    }
    expect(await runnable()).toBe(before + 100);
    console.log("api-destructive 3/3");
  });

  it("runs when an administrator has approved it, and the next waits again", async () => {
    const before = await runnable();
    const { client, id } = await oneTooMany();
    const approved = await consoleOf(person("usr_checker")).operations.approve({ id, reason: "ticket 7" });
    expect(approved).toMatchObject({ state: "running", counts: { queued: 1, scheduled: 0 } });
    expect(approved.approval).toMatchObject({ decision: "approved", by: { id: "usr_checker" }, reason: "ticket 7" });
    expect(await runnable()).toBe(before + 101);
    expect((await client.get(`/operations/${id}`)).json).toMatchObject({ state: "running" });
    expect((await client.post("/operations", wipe(102, 1))).json.state).toBe("awaiting_approval");
    await expect(consoleOf(person("usr_other")).operations.approve({ id })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
  });

  it("goes back to its maker when it is rejected, with the reason", async () => {
    const { client, id } = await oneTooMany();
    await expect(rejectOperation(as(person("usr_checker")), { id })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await rejectOperation(as(person("usr_checker")), { id, reason: "Not these." });
    const read = (await client.get(`/operations/${id}`)).json;
    expect([read.state, read.approval.decision, read.approval.reason]).toEqual(["draft", "rejected", "Not these."]);
    await projectEvents(server.test.sql);
    const facts = await server.test.database.execute(
      sql`select type from events where type like 'dmwsi.operation.%ed.v1' and data -> 'reason' is not null order by seq`,
    );
    expect(facts.map((row) => row["type"])).toEqual(["dmwsi.operation.approved.v1", "dmwsi.operation.rejected.v1"]);
  });

  it("may be decided on by another system with the scope for it, and by nobody without", async () => {
    const { id } = await oneTooMany();
    const without = await server.client(["operations:read", "operations:write"]);
    expect((await without.post(`/operations/${id}/approve`, {})).status).toBe(403);
    const sandbox = await server.client(["operations:approve"], "sandbox");
    expect((await sandbox.post(`/operations/${id}/approve`, {})).status).toBe(404);
    const desk = await server.client(["operations:approve"]);
    expect((await desk.post(`/operations/${id}/approve`, {})).json).toMatchObject({ id, state: "running" });
    expect((await desk.post("/operations/op_unknown/approve", {})).status).toBe(404);
  });

  it("is counted once for many at once, by the number the administrator has set, and for each system by itself", async () => {
    const client = await server.client(SCOPES);
    await changeExternalSystem(server.context, { id: client.id, destructiveDevicesPerHour: 10 });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => client.post("/operations", wipe(i * 3, 3))));
    const states = answers.map(({ json }) => json.state).sort();
    expect(states).toEqual([...Array(5).fill("awaiting_approval"), ...Array(3).fill("running")]);
    const other = await server.client(SCOPES);
    expect((await other.post("/operations", wipe(0, 100))).json.state).toBe("running");
  });

  it("does not concern what does no harm, nor people", async () => {
    const client = await server.client([...SCOPES]);
    await changeExternalSystem(server.context, { id: client.id, destructiveDevicesPerHour: 1 });
    const harmless = { ...wipe(0, 50), kind: "parameter.get", params: { uris: ["./DevInfo/Man"] } };
    expect((await client.post("/operations", harmless)).json.state).toBe("running");
    expect(await startOperation(as(person("usr_maker")), wipe(0, 110))).toMatchObject({ state: "running" });
  });

  it("waits for its start time when it was approved before", async () => {
    const startAt = new Date(Date.now() + 86_400_000).toISOString();
    const later = await startOperation(as(person("usr_maker")), wipe(0, 1, { approval: true, schedule: { startAt } }));
    const approved = await approveOperation(as(person("usr_checker")), { id: later.id });
    expect(approved).toMatchObject({ state: "scheduled", startAt });
    expect(await readOperation(as(person("usr_maker")), { id: later.id })).toEqual(approved);
  });

  it("is over when its time is over, whether anybody decided or not", async () => {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { id } = await startOperation(as(person("usr_maker")), wipe(0, 1, { approval: true, expiresAt }));
    const { database, sql: connection } = server.test;
    await database.execute(sql`update operations set expires_at = now() where expires_at is not null`);
    await expireTasks(connection, createDeviceStore(connection));
    await projectEvents(connection);
    const over = await readOperation(as(person("usr_maker")), { id });
    expect(over).toMatchObject({ state: "completed", counts: { total: 1, expired: 1 } });
  });

  it("leaves the server's invariants as they are", async () => {
    expect(await findViolations(server.test.sql)).toEqual([]);
  });

  it("is counted for an hour", async () => {
    const client = await server.client(SCOPES);
    await changeExternalSystem(server.context, { id: client.id, destructiveDevicesPerHour: 1 });
    const states = async () => (await client.post("/operations", wipe(0, 1))).json.state;
    expect([await states(), await states()]).toEqual(["running", "awaiting_approval"]);
    const hours = 3_600_000 * 1.01;
    await server.test.database.execute(sql`update operations set operation_id = ${uuidOf(Date.now() - hours)}
      where owner_id = ${client.id} and state = 'running'`);
    expect([await states(), await states()]).toEqual(["running", "awaiting_approval"]);
  });
});

/** An id as it is made at that time. */
function uuidOf(ms: number): string {
  const hex = Math.floor(ms).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8abc-0123456789ab`;
}
