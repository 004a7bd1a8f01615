import { sql } from "drizzle-orm";
import type { Database, Transaction } from "../db/client";

/** What `run` gives, and how many rows of these tables were read for it, by whatever plan. */
export async function countRowsRead<T>(
  database: Database,
  tables: readonly string[],
  run: (transaction: Transaction) => Promise<T>,
): Promise<{ readonly result: T; readonly rows: number }> {
  return database.transaction(async (transaction) => {
    // Of this connection: what earlier transactions read may be counted still.
    const read = async () => {
      const [counted] = await transaction.execute<{ rows: number }>(
        sql`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_xact_user_tables
          where relname = any(${sql.param([...tables])}::text[])`,
      );
      return counted?.rows ?? 0;
    };
    const before = await read();
    const result = await run(transaction);
    return { result, rows: (await read()) - before };
  });
}
