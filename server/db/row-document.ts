import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

/**
 * A row of a table as JSON under the names of its columns, as a function of the database takes it. What is left out or
 * undefined is left out there too.
 */
export function rowDocument<T extends PgTable>(table: T, row: Partial<T["$inferInsert"]>): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const [key, column] of Object.entries(getTableColumns(table))) {
    if (key in row) document[column.name] = row[key as keyof typeof row];
  }
  return document;
}
