import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { openPool, type Pool } from "../db/client";

export interface TestDatabase extends Pool {
  /** For further pools, and for server processes that a test starts (as DATABASE_URL). */
  readonly url: string;
}

const CONNECTIONS_MAX = 10;

/**
 * A migrated, empty database of the calling test file's own. Call it in `beforeAll`, `close()` it in `afterAll`: that
 * ends the pool and drops the database.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject("postgresUrl");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await onServer(serverUrl, `create database ${name} template ${inject("templateDatabase")}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const pool = openPool(url.toString(), "test", CONNECTIONS_MAX);
  return {
    ...pool,
    url: url.toString(),
    close: async () => {
      await pool.close();
      await onServer(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
