import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { grantRoles, type RuntimeRole } from "./database-roles";

/** Held while migrating, so that of many processes that start at once one migrates and the others wait. */
const MIGRATION_LOCK = 7_232_001;
const LOCK_TIMEOUT = "30s";

/**
 * Brings the database at `url` to the tables of `migrationsFolder`. All pending migrations run in one transaction;
 * a database that is up to date is left untouched. `url` is that of the tables' owner; `runtime`, where it is another
 * role, is given what the server needs.
 *
 * Throws what PostgreSQL says when a migration fails; nothing of it is kept then.
 */
export async function migrateDatabase(
  url: string,
  migrationsFolder: string,
  runtime: RuntimeRole | null = null,
): Promise<void> {
  // One connection: the lock belongs to it, and it ends with it when this process dies.
  const sql = postgres(url, { max: 1, connection: { application_name: "dmwsi migrate" }, onnotice: () => {} });
  try {
    await sql.unsafe(`set lock_timeout = '${LOCK_TIMEOUT}'`);
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(sql), { migrationsFolder });
    if (runtime) await grantRoles(sql, runtime);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
