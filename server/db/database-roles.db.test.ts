import { randomBytes } from "node:crypto";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkAuditChain, linkAuditEntries } from "../services/audit";
import { createGroup } from "../services/device-groups";
import { createDeviceStore, keepMessagePartitions } from "../services/device-sessions";
import { registerDevice } from "../services/devices";
import { projectEvents } from "../services/events/project-events";
import { registerExternalSystem } from "../services/external-systems";
import { startOperation } from "../services/operations";
import { endRetiredTasks } from "../services/operations/end-retired-tasks";
import { sweepExpired } from "../services/sweep-expired";
import { callContextFor } from "../services/testing/call-context";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { openPool, type Pool } from "./client";
import { grantRoles } from "./database-roles";
import { migrateDatabase } from "./migrate";

const name = `runtime_${randomBytes(6).toString("hex")}`;
const password = randomBytes(12).toString("hex");
const FORBIDDEN = "42501";
let owner: TestDatabase;
let runtime: Pool;

beforeAll(async () => {
  owner = await createTestDatabase();
  await migrateDatabase(owner.url, join(import.meta.dirname, "../../drizzle/migrations"), { name, password });
  const url = new URL(owner.url);
  url.username = name;
  url.password = password;
  runtime = openPool(url.toString(), "runtime", 4);
});
afterAll(async () => {
  await runtime.close();
  await owner.sql.unsafe(`drop owned by ${name}; drop role ${name}`);
  await owner.close();
});

const codeOf = (sql: postgres.Sql, statement: string) =>
  sql.unsafe(statement).then(
    () => null,
    (error: postgres.PostgresError) => error.code,
  );

describe("trust:audit-append-only: the role that the server works in", () => {
  it("does all of its work, and writes what is kept for good", async () => {
    const context = await callContextFor(runtime.database);
    const device = await registerDevice(context, {
      devId: "IMEI:350000000050001",
      credentials: { client: { type: "md5" } },
    });
    await createGroup(context, { name: "group", devices: [device.id] });
    await registerExternalSystem(context, { name: "system", scopes: ["devices:read"] });
    const target = { filter: 'devId : "IMEI:*"' };
    await startOperation(context, { kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target });
    expect(await projectEvents(runtime.sql)).toBeGreaterThan(0);
    expect(await runtime.sql`select has_table_privilege('outbox', 'maintain') as may`).toEqual([{ may: true }]);
    // Without the right, as before PostgreSQL 17, a table is passed over: that fails no round of the projector.
    expect(await codeOf(runtime.sql, "vacuum (skip_locked, truncate false) operations")).toBeNull();
    expect(await linkAuditEntries(runtime.sql)).toBe(4);
    await keepMessagePartitions(runtime.sql, 30);
    await keepMessagePartitions(runtime.sql, 0);
    await sweepExpired(runtime.sql);
    await endRetiredTasks(runtime.sql, createDeviceStore(runtime.sql));
    expect(await checkAuditChain(runtime.sql, 1)).toMatchObject({ brokenLink: null, link: 4 });
  });

  it("changes, takes away and forges nothing of it", async () => {
    const attempts = ["audit_entries", "audit_chain", "events"].flatMap((table) => [
      `update ${table} set ${table === "events" ? "type" : table === "audit_chain" ? "hash" : "reason"} = null`,
      `delete from ${table}`,
      `truncate ${table}`,
      `drop table ${table}`,
      `alter table ${table} disable trigger all`,
      `create rule hidden as on insert to ${table} do instead nothing`,
    ]);
    const others = [
      "alter table external_systems disable trigger external_systems_audited",
      "drop trigger audit_entries_noted on audit_entries",
      "create or replace function require_audit_entry() returns trigger language plpgsql as $$ begin return null; end $$",
      "set session_replication_role = replica",
      "create table own (a integer)",
      `alter role ${name} superuser`,
      "truncate devices",
    ];
    let cases = 0;
    for (const statement of [...attempts, ...others]) {
      expect(await codeOf(runtime.sql, statement), statement).toBe(FORBIDDEN);
      cases += 1;
    }
    const [left] =
      await runtime.sql`select (select count(*)::int from audit_entries) as entries, (select count(*)::int from events) as events`;
    expect(left?.["entries"]).toBe(4);
    console.log(`audit-append-only ${cases}/25`);
    expect(cases).toBe(25);
  });

  it("changes nobody's rights without an entry that says who did", async () => {
    const changes = [
      "update external_systems set scopes = '{users:write}'",
      "update external_systems set allowed_group_ids = null",
      "update api_credentials set revoked_at = null",
      "delete from client_secrets",
      "insert into users (user_id, email, name, role, password_hash) values (gen_random_uuid(), 'a@b.example', 'A', 'administrator', 'x')",
      "update device_groups set name = 'other'",
    ];
    for (const change of changes) expect(await codeOf(runtime.sql, change), change).toBe("23000");
    // What says that there is an entry ends with its transaction.
    const pool = postgres(owner.url, { max: 1, onnotice: () => {} });
    await pool`insert into audit_entries (actor_kind, actor_id, actor_name, action, object, request_id, source_address)
      values ('internal', 'internal', 'test', 'test', 'test', 'r', '127.0.0.1')`;
    expect(await codeOf(pool, changes[0] ?? "")).toBe("23000");
    await pool.end();
  });

  it("and what the owner of the tables changes is seen in the chain", async () => {
    await linkAuditEntries(runtime.sql);
    await owner.sql`update audit_entries set actor_name = 'nobody' where audit_id = (select audit_id from audit_chain where link = 2)`;
    expect((await checkAuditChain(runtime.sql, 1)).brokenLink).toBe(2);
  });
});

describe("grantRoles", () => {
  it("may be asked again, and lets the reading role see no secrets", async () => {
    await grantRoles(owner.sql, { name, password });
    await owner.sql.unsafe(`grant dmwsi_readonly to ${name}`);
    await runtime.sql.begin(async (transaction) => {
      await transaction`set local role dmwsi_readonly`;
      await transaction`select count(*) from devices`;
    });
    for (const table of [
      "device_credentials",
      "client_secrets",
      "users",
      "data_keys",
      "dm_messages",
      "access_tokens",
    ]) {
      const asReader = runtime.sql.begin(async (transaction) => {
        await transaction`set local role dmwsi_readonly`;
        await transaction.unsafe(`select * from ${table}`);
      });
      await expect(asReader, table).rejects.toMatchObject({ code: FORBIDDEN });
    }
    await owner.sql.unsafe(`revoke dmwsi_readonly from ${name}`);
  });
});
