import { hash } from "node:crypto";
import { join } from "node:path";
import postgres from "postgres";
import { startEmbeddedPostgres } from "./adapters/embedded-postgres";
import type { Config } from "./config";
import { RUNTIME_ROLE, type RuntimeRole } from "./db/database-roles";
import { migrateDatabase } from "./db/migrate";
import type { Log } from "./log";
import { StartProblem } from "./start-problem";

export interface OpenDatabase {
  /** In the role in which the server works. */
  readonly url: string;
  /** Stops the embedded server; leaves any other alone. */
  stop(): Promise<void>;
}

const POSTGRES_VERSION_MIN = 15;
const CONNECT_SECONDS_MAX = 10;

/**
 * The database this process works on, with this release's tables: the one of DATABASE_URL, or an embedded server that
 * ends with us.
 *
 * Throws StartProblem when it cannot be reached, is too old or does not start.
 */
export async function openDatabase(config: Config, root: string, log: Log): Promise<OpenDatabase> {
  const { owner, runtime, ...database } =
    config.databaseUrl === null ? await startOwn(config, log) : useOther(config.databaseUrl, config.databaseOwnerUrl);
  try {
    await checkServer(owner);
    await migrateDatabase(owner, join(root, "drizzle/migrations"), runtime);
    if (owner !== database.url) await checkServer(database.url);
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** With the address of the tables' owner, and the role that is given rights to them where it is another. */
interface OwnedDatabase extends OpenDatabase {
  readonly owner: string;
  readonly runtime: RuntimeRole | null;
}

async function startOwn(config: Config, log: Log): Promise<OwnedDatabase> {
  const startedAt = performance.now();
  const embedded = await startEmbeddedPostgres({
    dataDir: join(config.dataDir, "postgres"),
    diesWithUs: true,
    ...(config.postgresPort > 0 ? { port: config.postgresPort } : {}),
  });
  log.info("database.started", {
    port: Number(new URL(embedded.url).port),
    outcome: embedded.takenOver ? "taken_over" : "started",
    durationMs: Math.round(performance.now() - startedAt),
  });
  const url = new URL(embedded.url);
  // Whoever learns the server's password does not have the owner's.
  const password = hash("sha256", `runtime\0${url.password}`, "hex");
  url.username = RUNTIME_ROLE;
  url.password = password;
  const runtime = { name: RUNTIME_ROLE, password };
  return { url: url.toString(), owner: embedded.url, runtime, stop: embedded.stop };
}

function useOther(url: string, ownerUrl: string | null): OwnedDatabase {
  const runtime = ownerUrl === null ? null : { name: decodeURIComponent(new URL(url).username), password: null };
  return { url, owner: ownerUrl ?? url, runtime, stop: () => Promise.resolve() };
}

async function checkServer(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: CONNECT_SECONDS_MAX, onnotice: () => {} });
  try {
    const [row] = await sql<{ version: number }[]>`
      select current_setting('server_version_num')::integer / 10000 as version`;
    if ((row?.version ?? 0) < POSTGRES_VERSION_MIN) {
      throw new StartProblem(
        `DATABASE_URL: the server is PostgreSQL ${row?.version}; ${POSTGRES_VERSION_MIN} or newer is needed.`,
      );
    }
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    const { code, message } = error as { code?: string; message?: string };
    throw new StartProblem(
      `DATABASE_URL: the database does not answer (${code ?? message}): check address, database and password.`,
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}
