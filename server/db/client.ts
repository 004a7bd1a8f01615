import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { closeResultGaps } from "./close-result-gaps";
import { endCutTransactions } from "./end-cut-transactions";
import { forgetParameters } from "./forget-parameters";
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

/**
 * Makes a connection's first message fill the driver's write buffer. postgres.js 3.4.9 forgets that octets wait in it
 * when a connection closes (src/connection.js, closed): what it says on the next one then waits behind them for a moment
 * that never comes, unless the buffer is full. So the old octets go out with it, the server hangs up on them, and the
 * driver connects once more with an empty buffer. Without this a pool that was cut at the wrong moment never served again.
 */
const FILLS_WRITE_BUFFER = { options: " ".repeat(1_024) };

/** Opens a pool of at most `connectionsMax` connections. `name` is shown in pg_stat_activity. */
export function openPool(url: string, name: string, connectionsMax: number): Pool {
  const sql = postgres(url, {
    max: connectionsMax,
    connection: { application_name: `dmwsi ${name}`, ...FILLS_WRITE_BUFFER },
    onnotice: () => {},
  });
  closeResultGaps(sql);
  endCutTransactions(sql);
  outliveTypeQuery(sql);
  forgetParameters(sql);
  return { sql, database: drizzle(sql), close: () => sql.end({ timeout: 5 }) };
}
