import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { bundleServer } from "../commands/build.mjs";
import { startEmbeddedPostgres } from "../server/adapters/embedded-postgres";
import { openPool, type Pool } from "../server/db/client";
import { migrateDatabase } from "../server/db/migrate";
import { freePort } from "../server/testing/server-process";
import { end, firstLine, start } from "./child-process";
import type { LoadOrder, LoadReport } from "./sessions/load";
import { seedBenchDevices } from "./sessions/seed-bench-devices";

export interface SessionsFigures {
  readonly sessionsPerSecond: number;
  readonly messagesPerSecond: number;
  /** Of a message, at 70 % of the highest rate. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly limitSessionsPerSecond: number;
  readonly unbatchedLimitSessionsPerSecond: number;
  readonly ratioToLimit: number;
  /** In how many processes the server answered devices, and in how many the limit line was quicker. */
  readonly deviceProcesses: number;
  readonly limitProcesses: number;
  readonly rssStartMb: number;
  readonly rssEndMb: number;
  readonly sessions: number;
}

const URI = "./DevDetail/FwV";
const PATH = "/dm";
const CONNECTIONS = 128;
/** A server that runs for months is measured, not the first seconds of one: so long Node takes to compile what is run most. */
const WARM_UP_SESSIONS = 20_000;
const LIMIT_DEVICES = 10_000;
/** Enough for some seconds: shorter runs differed by half. Measured before the server and after it; the mean counts. */
const LIMIT_SESSIONS = 20_000;
const UNBATCHED_SESSIONS = 3_000;
const PACED_SECONDS = 8;
const LOAD_SECONDS_MAX = 600;
const START_SECONDS_MAX = 60;
/** As the document on operating says: one for each core. */
const DEVICE_PROCESSES = Math.min(availableParallelism(), 8);

/**
 * Device sessions against a running server of its own, beside the limit line, in one run: MD5 both ways, one task a
 * session, trace kept, WBXML. `devices` sessions are measured, each of another device.
 */
export async function runSessionsBenchmark(devices: number): Promise<SessionsFigures> {
  const directory = await mkdtemp(join(tmpdir(), "dmwsi-bench-"));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(directory, "postgres"),
    settings: { shared_buffers: "1GB", max_wal_size: "8GB", min_wal_size: "4GB" },
  });
  const pool = openPool(postgres.url, "benchmark", 4);
  try {
    await makeLogFiles(pool);
    await migrateDatabase(postgres.url, "drizzle/migrations");
    await createLimitTables(pool);
    const { processes, rate: before } = await quickerLimit(postgres.url);
    const unbatched = await limitRate(postgres.url, "unbatched", UNBATCHED_SESSIONS, 1);
    const masterKey = randomBytes(32);
    const pacedMax = Math.ceil(before * PACED_SECONDS);
    await seedBenchDevices(pool, { masterKey, count: WARM_UP_SESSIONS + devices + pacedMax, uri: URI });
    const figures = await serverLine(postgres.url, masterKey, directory, devices);
    const after = await limitRate(postgres.url, "batched", LIMIT_SESSIONS, processes);
    const limit = (before + after) / 2;
    return {
      ...figures,
      limitSessionsPerSecond: limit,
      unbatchedLimitSessionsPerSecond: unbatched,
      ratioToLimit: figures.sessionsPerSecond / limit,
      deviceProcesses: DEVICE_PROCESSES,
      limitProcesses: processes,
      sessions: devices,
    };
  } finally {
    await pool.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Of 16 MB each: enough for all that is written here. */
const LOG_FILES = 200;

/**
 * A database that has run for a while writes its log into files that it has used before. A new one makes each file first,
 * and every commit waits for that: 50 ms every 1.6 s, which would be all that the slowest messages tell of.
 */
async function makeLogFiles({ sql }: Pool): Promise<void> {
  for (let made = 0; made < LOG_FILES; made += 1) {
    await sql`select pg_logical_emit_message(true, 'benchmark', 'one more log file')`;
    await sql`select pg_switch_wal()`;
  }
  await sql`checkpoint`;
}

async function createLimitTables(pool: Pool): Promise<void> {
  await pool.sql`create table limit_devices (device_id text primary key, version bigint not null, nonce bytea)`;
  await pool.sql`create table limit_messages (
    id bigint generated always as identity, device_id text not null, at timestamptz not null default now(), body bytea not null,
    primary key (device_id, id))`;
  await pool.sql`
    insert into limit_devices select 'IMEI:' || lpad(n::text, 15, '0'), 0, '\\x00' from generate_series(0, ${LIMIT_DEVICES}) as n`;
}

/** The limit line in one process, or in as many as the server has: whichever is quicker here. */
async function quickerLimit(url: string): Promise<{ readonly processes: number; readonly rate: number }> {
  const one = await limitRate(url, "batched", LIMIT_SESSIONS, 1);
  const several = await limitRate(url, "batched", LIMIT_SESSIONS, DEVICE_PROCESSES);
  return several > one ? { processes: DEVICE_PROCESSES, rate: several } : { processes: 1, rate: one };
}

/** Sessions a second of the limit line, after as many to warm up. */
async function limitRate(
  url: string,
  form: "batched" | "unbatched",
  sessions: number,
  processes: number,
): Promise<number> {
  const server = start("bench/sessions/limit-server.ts", [url, form, String(processes)], {});
  try {
    const port = Number(await firstLine(server));
    const order = orderOf({ port, mode: "limit", devices: LIMIT_DEVICES, sessions });
    await load(order);
    const report = await load(order);
    return report.sessions / report.seconds;
  } finally {
    await end(server);
  }
}

async function serverLine(
  url: string,
  masterKey: Uint8Array,
  directory: string,
  devices: number,
): Promise<
  Pick<SessionsFigures, "sessionsPerSecond" | "messagesPerSecond" | "p50Ms" | "p99Ms" | "rssStartMb" | "rssEndMb">
> {
  const port = await freePort();
  const metricsPort = await freePort();
  // As `npm start` runs it: compiled on the fly from source it takes a tenth more time and 100 MB more memory.
  await bundleServer();
  const server = start("dist/server.mjs", [], {
    DATA_DIR: directory,
    DATABASE_URL: url,
    ROLES: "device,worker",
    DM_PORT: String(port),
    METRICS_PORT: String(metricsPort),
    DMWSI_MASTER_KEY: Buffer.from(masterKey).toString("base64"),
    DM_LIMITS: "bench",
    DEVICE_PROCESSES: String(DEVICE_PROCESSES),
    LOG_LEVEL: "error",
  });
  try {
    await ready(metricsPort);
    await load(orderOf({ port, sessions: WARM_UP_SESSIONS, devices: WARM_UP_SESSIONS }));
    const rssStartMb = await residentMb(metricsPort);
    const full = await load(orderOf({ port, firstDevice: WARM_UP_SESSIONS, devices, sessions: devices }));
    const rssEndMb = await residentMb(metricsPort);
    const sessionsPerSecond = full.sessions / full.seconds;
    const rate = sessionsPerSecond * 0.7;
    const paced = await load(
      orderOf({
        port,
        firstDevice: WARM_UP_SESSIONS + devices,
        devices: Math.ceil(rate * PACED_SECONDS),
        sessions: Math.ceil(rate * PACED_SECONDS),
        rate,
      }),
    );
    return {
      sessionsPerSecond,
      messagesPerSecond: full.messages / full.seconds,
      p50Ms: paced.p50Ms,
      p99Ms: paced.p99Ms,
      rssStartMb,
      rssEndMb,
    };
  } finally {
    await end(server);
  }
}

function orderOf(facts: Partial<LoadOrder> & Pick<LoadOrder, "port" | "devices" | "sessions">): LoadOrder {
  return {
    path: PATH,
    mode: "sessions",
    firstDevice: 0,
    connections: CONNECTIONS,
    secondsMax: LOAD_SECONDS_MAX,
    rate: null,
    uri: URI,
    ...facts,
  };
}

/** Runs the load generator in its own process. Throws when a session did not go as the script says. */
async function load(order: LoadOrder): Promise<LoadReport> {
  const child = start("bench/sessions/load-process.ts", [JSON.stringify(order)], {});
  const report = JSON.parse(await firstLine(child)) as LoadReport;
  await end(child);
  if (report.failures > 0) throw new Error(`${report.failures} connections failed; the first: ${report.firstFailure}`);
  return report;
}

async function ready(metricsPort: number): Promise<void> {
  for (let second = 0; second < START_SECONDS_MAX * 4; second += 1) {
    const answer = await fetch(`http://127.0.0.1:${metricsPort}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`The server was not ready within ${START_SECONDS_MAX} s.`);
}

async function residentMb(metricsPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? Number.NaN) / 1_048_576;
}
