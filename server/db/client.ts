import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { closeResultGaps } from "./close-result-gaps";
import { endCutTransactions } from "./end-cut-transactions";
import { outliveTypeQuery } from "./outlive-type-query";

export type Database = PostgresJsDatabase;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** A bare connection pool, for the hot path and for LISTEN. */
export type Sql = postgres.Sql;

export interface Pool {
  readonly sql: Sql;
  readonly database: Database;
  close(): Promise<void>;
}

/** Opens a pool of at most `connectionsMax` connections. `name` is shown in pg_stat_activity. */
export function openPool(url: string, name: string, connectionsMax: number): Pool {
  const sql = postgres(url, {
    max: connectionsMax,
    connection: { application_name: `dmwsi ${name}` },
    onnotice: () => {},
  });
  closeResultGaps(sql);
  endCutTransactions(sql);
  outliveTypeQuery(sql);
  return { sql, database: drizzle(sql), close: () => sql.end({ timeout: 5 }) };
}
