import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client";

/** Does to a table what no use case does, for a test: the table's own rule that wants an audit entry is told of one. */
export async function changeUnaudited(database: Database, ...changes: readonly SQL[]): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.execute(sql`select set_config('dmwsi.audit_id', 'none', true)`);
    for (const change of changes) await transaction.execute(change);
  });
}
