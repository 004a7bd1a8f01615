import type postgres from "postgres";

/** The role that a server on the embedded PostgreSQL works in. */
export const RUNTIME_ROLE = "dmwsi_runtime";
/** A role without a password of its own for whoever only looks: an administrator lets somebody in it. */
const READING_ROLE = "dmwsi_readonly";

/** What is written once and never changed: the audit log, its chain, the feed, the ledger. */
const APPEND_ONLY = ["audit_entries", "audit_chain", "events", "charging_events", "charging_feed"];
/** What holds sealed secrets, hashes or tokens: nobody reads it but the server. */
const SECRETS = [
  "access_tokens",
  "client_secrets",
  "data_keys",
  "device_credentials",
  "device_import_chunks",
  "device_secret_digests",
  "dm_messages",
  "event_signing_keys",
  "idempotency_keys",
  "subscription_secrets",
  "user_sessions",
  "users",
];

/** What the server keeps small itself. */
const VACUUMED = ["outbox"];

/** The role in which a server works. `password` null: it is there already, and keeps the one it has. */
export interface RuntimeRole {
  readonly name: string;
  readonly password: string | null;
}

/**
 * Gives the server's role what it needs and no more: it owns no table, changes no row of what is written once, and cannot
 * truncate. To be asked by the owner of the tables, behind each migration, since new tables are granted here.
 */
export async function grantRoles(sql: postgres.Sql, runtime: RuntimeRole): Promise<void> {
  if (runtime.password !== null) {
    await makeRole(sql, runtime.name, `login password ${literal(runtime.password)}`);
    await makeRole(sql, READING_ROLE, "nologin");
    await grantReading(sql);
  }
  const role = identifier(runtime.name);
  await sql.unsafe(`grant usage on schema public to ${role};
    grant select, insert, update, delete on all tables in schema public to ${role};
    grant usage, select on all sequences in schema public to ${role};
    revoke execute on function make_message_partition(date), drop_message_partitions(integer) from public;
    grant execute on function make_message_partition(date), drop_message_partitions(integer) to ${role}`);
  if (await hasMaintain(sql)) {
    for (const table of await existing(sql, VACUUMED))
      await sql.unsafe(`grant maintain on ${identifier(table)} to ${role}`);
  }
  for (const table of await existing(sql, APPEND_ONLY)) {
    await sql.unsafe(`revoke update, delete, truncate on ${identifier(table)} from ${role}`);
  }
}

async function grantReading(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`grant usage on schema public to ${READING_ROLE};
    grant select on all tables in schema public to ${READING_ROLE}`);
  for (const table of await existing(sql, SECRETS)) {
    await sql.unsafe(`revoke select on ${identifier(table)} from ${READING_ROLE}`);
  }
}

async function makeRole(sql: postgres.Sql, name: string, options: string): Promise<void> {
  const [found] = await sql`select 1 from pg_roles where rolname = ${name}`;
  await sql.unsafe(`${found ? "alter" : "create"} role ${identifier(name)} ${options}`);
}

/** The right to vacuum a table without owning it is there from PostgreSQL 17 on. */
async function hasMaintain(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ has: boolean }[]>`select current_setting('server_version_num')::integer >= 170000 as has`;
  return row?.has === true;
}

async function existing(sql: postgres.Sql, tables: readonly string[]): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname = any (${tables as string[]})`;
  return rows.map(({ name }) => name);
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
