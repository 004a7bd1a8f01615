import type { Sql } from "../db/client";

/** Rows as text, sorted, by table; tables without any are left out. */
export type WholeRows = Readonly<Record<string, readonly string[]>>;

/** Every row of every table, whole: nothing that changed can be overlooked. */
export function allRows(sql: Sql, except: readonly string[] = []): Promise<WholeRows> {
  return rowsOf(sql, async () => (await tables(sql)).filter((table) => !except.includes(table)), "true");
}

/** Every row that belongs to a device, whole. */
export function rowsOfDevice(sql: Sql, deviceId: string): Promise<WholeRows> {
  // A uuid: nothing in it needs quoting.
  return rowsOf(sql, () => tables(sql, "device_id"), `device_id = '${deviceId}'`);
}

async function rowsOf(sql: Sql, names: () => Promise<readonly string[]>, condition: string): Promise<WholeRows> {
  const found: Record<string, readonly string[]> = {};
  for (const table of await names()) {
    const rows = await sql.unsafe(`select t::text as row from ${table} t where ${condition} order by 1`);
    if (rows.length > 0) found[table] = rows.map((row) => String(row["row"]));
  }
  return found;
}

/** Tables of ours, partitions left out; with `column` only those that have it. */
async function tables(sql: Sql, column?: string): Promise<readonly string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
      and (${column ?? null}::text is null or exists (
        select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = ${column ?? null}::text and not a.attisdropped))
    order by 1`;
  return rows.map(({ name }) => name);
}
