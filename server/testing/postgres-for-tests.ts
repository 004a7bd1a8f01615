import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../adapters/embedded-postgres";
import { migrateDatabase } from "../db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection string of the maintenance database of the test server. */
    postgresUrl: string;
    /** Name of the migrated database that each test file's own is a copy of. */
    templateDatabase: string;
  }
}

/** Speed over safety: what a crash of the machine would lose is thrown away anyhow. */
const TEST_SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "128MB",
  max_wal_size: "1GB",
  max_connections: "300",
};

/**
 * Vitest's global set-up of the `db` lane: one PostgreSQL for the run (the embedded one, or TEST_DATABASE_URL) and one
 * migrated template database.
 */
export default async function startPostgresForTests(project: TestProject): Promise<() => Promise<void>> {
  const external = process.env["TEST_DATABASE_URL"];
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-test-"));
  const embedded = external
    ? null
    : await startEmbeddedPostgres({ dataDir: join(folder, "postgres"), settings: TEST_SETTINGS, diesWithUs: true });
  const url = external ?? embedded?.url ?? "";
  const templateDatabase = `template_${process.pid}_${Date.now()}`;
  await runOnce(url, `create database ${templateDatabase}`);
  await migrateDatabase(withDatabase(url, templateDatabase), join(import.meta.dirname, "../../drizzle/migrations"));
  project.provide("postgresUrl", url);
  project.provide("templateDatabase", templateDatabase);
  return async () => {
    if (external) await runOnce(url, `drop database if exists ${templateDatabase} with (force)`);
    await embedded?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function runOnce(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
