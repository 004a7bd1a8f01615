import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

/** Of each table the keys of its columns and their names, worked out once. */
const NAMES = new Map<PgTable, readonly (readonly [string, string])[]>();

/**
 * A row of a table as JSON under the names of its columns, as a function of the database takes it. What is left out,
 * undefined or null is left out there too.
 */
export function rowDocument<T extends PgTable>(table: T, row: Partial<T["$inferInsert"]>): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const [key, name] of namesOf(table)) {
    const value = row[key as keyof typeof row];
    if (value !== undefined && value !== null) document[name] = value;
  }
  return document;
}

function namesOf(table: PgTable): readonly (readonly [string, string])[] {
  const known = NAMES.get(table);
  if (known) return known;
  const names = Object.entries(getTableColumns(table)).map(([key, column]) => [key, column.name] as const);
  NAMES.set(table, names);
  return names;
}
