import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { StartProblem } from "../../start-problem";
import { type DataDirectory, prepareDataDirectory, SUPERUSER } from "./data-directory";
import { tieToUs } from "./guardian";
import type { LauncherKind } from "./launcher";
import { isAlive, isPostgresOn, readPostmasterFile } from "./postmaster-file";
import { findPostgresPrograms, type PostgresPrograms } from "./programs";
import { type PostgresSettings, settingArguments } from "./settings";
import { stopPostmaster } from "./stop";

export interface EmbeddedPostgres {
  /** Connection string with the password in it: never log it. */
  readonly url: string;
  readonly pid: number;
  /** Whether a server that a killed process had left behind was taken over. */
  readonly takenOver: boolean;
  /** Closes all connections and stops the server cleanly; does nothing when another living process started it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** A free one when not given. */
  readonly port?: number;
  readonly settings?: PostgresSettings;
  /** Stop PostgreSQL also when this process is killed. Tests: nothing may outlive them. */
  readonly diesWithUs?: boolean;
  /** Leaves no choice of how it is started (tests). */
  readonly launcher?: LauncherKind;
}

const DATABASE = "dmwsi";
const START_ATTEMPTS_MAX = 10;
const RETRY_DELAY_MS = 300;
const READY_POLL_MS = 20;
/** Recovery after a crash replays at most `max_wal_size`. */
const READY_TIMEOUT_MS = 300_000;
const LOG_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Starts PostgreSQL on `dataDir`, making it first where it is new, and gives a database of ours in it. A server that
 * still runs there and takes our password is used; a stale pid file is cleared; one that hangs is stopped.
 *
 * Throws StartProblem with what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const programs = await findPostgresPrograms();
  const data = prepareDataDirectory(programs, dataDir, options.launcher);
  const running = await findRunning(dataDir, data);
  const { pid, port } = running ?? (await startFresh(programs, dataDir, data, options));
  const ours = running === null || claimOwnership(dataDir);
  if (running === null) writeFileSync(`${dataDir}.owner`, String(process.pid), { mode: 0o600 });
  await makeDatabase(urlOf(port, data.password, "postgres"));
  if (options.diesWithUs && ours) tieToUs(pid);
  return {
    url: urlOf(port, data.password, DATABASE),
    pid,
    takenOver: running !== null,
    stop: async () => {
      if (ours) await stopPostmaster(pid);
    },
  };
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/** A living server on the directory that answers, or null after whatever stood in the way of a start is gone. */
async function findRunning(dataDir: string, data: DataDirectory): Promise<{ pid: number; port: number } | null> {
  const file = readPostmasterFile(dataDir);
  if (!file) return null;
  if (!isAlive(file.pid) || !isPostgresOn(file.pid, dataDir)) {
    // After a reboot the id may belong to any other process, which PostgreSQL would take for a server.
    rmSync(join(dataDir, "postmaster.pid"), { force: true });
    return null;
  }
  if (await answers(urlOf(file.port, data.password, "postgres"))) return { pid: file.pid, port: file.port };
  await stopPostmaster(file.pid);
  return null;
}

/** The process that started the server stops it. Where that one is dead, we are the owner from now on. */
function claimOwnership(dataDir: string): boolean {
  const file = `${dataDir}.owner`;
  let owner = 0;
  try {
    owner = Number(readFileSync(file, "utf8"));
  } catch {
    // Nobody wrote it: ours.
  }
  if (owner > 0 && owner !== process.pid && isAlive(owner)) return false;
  writeFileSync(file, String(process.pid), { mode: 0o600 });
  return true;
}

async function startFresh(
  programs: PostgresPrograms,
  dataDir: string,
  data: DataDirectory,
  options: EmbeddedPostgresOptions,
): Promise<{ pid: number; port: number }> {
  if (options.port && !(await isPortFree(options.port))) {
    throw new StartProblem(
      `Port ${options.port} for PostgreSQL is already in use: set POSTGRES_PORT to another, or to 0.`,
    );
  }
  let reason = "";
  for (let attempt = 1; attempt <= START_ATTEMPTS_MAX; attempt += 1) {
    const port = options.port || (await freePort());
    const outcome = await tryStart(programs, dataDir, data, port, options.settings ?? {});
    if ("pid" in outcome) return { pid: outcome.pid, port };
    reason = outcome.reason;
    // Workers of a killed server take a moment to notice; a port may have been taken between choosing and using it.
    if (!/still in use|Address already in use|could not create any TCP/.test(reason)) break;
    await sleep(RETRY_DELAY_MS);
  }
  throw new StartProblem(`The embedded PostgreSQL does not start: ${reason} (see ${dataDir}.log)`);
}

async function tryStart(
  programs: PostgresPrograms,
  dataDir: string,
  data: DataDirectory,
  port: number,
  settings: PostgresSettings,
): Promise<{ pid: number } | { reason: string }> {
  const logFile = `${dataDir}.log`;
  const logStart = sizeOf(logFile);
  const log = openSync(logFile, logStart > LOG_BYTES_MAX ? "w" : "a", 0o600);
  const command = [...data.launcher.prefix, programs.postgres, "-D", dataDir, ...settingArguments(port, settings)];
  const [file = programs.postgres, ...args] = command;
  // A group of its own: Ctrl-C is for us, and we stop the database after the last message is answered.
  const child = spawn(file, args, { cwd: dataDir, stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  let ended: string | null = null;
  child.once("error", (error) => {
    ended = error.message;
  });
  child.once("exit", () => {
    ended = lastWords(logFile, logStart > LOG_BYTES_MAX ? 0 : logStart);
  });
  child.unref();
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline && ended === null) {
    const state = readPostmasterFile(dataDir);
    if (state?.ready && state.pid === child.pid) {
      child.removeAllListeners("exit");
      return { pid: state.pid };
    }
    await sleep(READY_POLL_MS);
  }
  if (ended === null && child.pid) await stopPostmaster(child.pid);
  return { reason: ended ?? `it was not ready after ${READY_TIMEOUT_MS / 1000} s` };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

/** The lines of this start that say why it failed. */
function lastWords(logFile: string, from: number): string {
  const lines = readFileSync(logFile).subarray(from).toString("utf8").trim().split("\n");
  return lines.filter((line) => /FATAL|PANIC|error/i.test(line)).join(" ") || (lines.at(-1) ?? "no reason given");
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function makeDatabase(maintenanceUrl: string): Promise<void> {
  const sql = postgres(maintenanceUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (found.length === 0) await sql.unsafe(`create database ${DATABASE}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function isPortFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== null;
}

async function freePort(): Promise<number> {
  return (await tryPort(0)) ?? 0;
}

/** Listens on the port (0: any) for a moment. Gives its number, or null when it is taken. */
function tryPort(port: number): Promise<number | null> {
  return new Promise((resolvePort) => {
    const probe = createServer();
    probe.once("error", () => resolvePort(null));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolvePort(typeof address === "object" && address !== null ? address.port : null));
    });
  });
}
