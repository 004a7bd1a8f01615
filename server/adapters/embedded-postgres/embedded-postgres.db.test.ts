import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from ".";
import { isAlive } from "./postmaster-file";

const QUICK = { fsync: "off", shared_buffers: "16MB", max_connections: "20" };

/** Where a database was made, started and stopped once. */
let keptFolder: string;
let folder: string;
let dataDir: string;
let started: EmbeddedPostgres[];

beforeAll(async () => {
  keptFolder = mkdtempSync(join(tmpdir(), "dmwsi-embedded-kept-"));
  const server = await startEmbeddedPostgres({ dataDir: keptData(), settings: QUICK, diesWithUs: true });
  await server.stop();
});
afterAll(() => rmSync(keptFolder, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dmwsi-embedded-"));
  dataDir = join(folder, "postgres");
  started = [];
});
afterEach(async () => {
  for (const server of started) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function keptData(): string {
  return join(keptFolder, "postgres");
}

/** For tests of what comes later in the life of a database: to make one takes more CPU than all else that they do. */
function startMade(): Promise<EmbeddedPostgres> {
  cpSync(keptData(), dataDir, { recursive: true });
  cpSync(`${keptData()}.password`, `${dataDir}.password`);
  return start();
}

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, settings: QUICK, diesWithUs: true, ...options });
  started.push(server);
  return server;
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function waitUntilGone(pid: number): Promise<boolean> {
  for (let n = 0; n < 250 && isAlive(pid); n += 1) await sleep(20);
  return !isAlive(pid);
}

describe("startEmbeddedPostgres", () => {
  test("keeps its data over a stop and a start, and leaves no process behind", async () => {
    const first = await start();
    await query(first.url, "create table kept (n int); insert into kept values (42)");
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(await query(second.url, "select n from kept")).toEqual([{ n: 42 }]);
    expect(second.takenOver).toBe(false);
  });

  test("listens on loopback only, durable by default, as an ordinary account's server of version 18", async () => {
    const server = await start({ settings: { shared_buffers: "16MB" } });
    const [row] = await query(
      server.url,
      `select current_setting('listen_addresses') as listen, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit, current_setting('jit') as jit,
       current_setting('unix_socket_directories') as sockets, current_setting('server_version_num')::int / 10000 as version`,
    );
    expect(row).toEqual({ listen: "127.0.0.1", fsync: "on", commit: "on", jit: "off", sockets: "", version: 18 });
  });

  test("refuses a wrong password and keeps the right one in a file that only its owner may read", async () => {
    const server = await start();
    const wrong = new URL(server.url);
    wrong.password = "wrong";
    await expect(query(wrong.toString(), "select 1")).rejects.toMatchObject({ code: "28P01" });
    wrong.password = "";
    await expect(query(wrong.toString(), "select 1")).rejects.toThrow();
    expect(statSync(`${dataDir}.password`).mode & 0o777).toBe(0o600);
    expect(new URL(server.url).password).toBe(readFileSync(`${dataDir}.password`, "utf8").trim());
  });

  test("recovers from a killed server: committed rows are there, the stale pid file is cleared", async () => {
    const first = await start({ settings: { ...QUICK, fsync: "on" } });
    await query(first.url, "create table kept (n int); insert into kept values (7)");
    process.kill(first.pid, "SIGKILL");
    expect(await waitUntilGone(first.pid)).toBe(true);
    expect(existsSync(join(dataDir, "postmaster.pid"))).toBe(true);
    const second = await start();
    expect(await query(second.url, "select n from kept")).toEqual([{ n: 7 }]);
  });

  test("recovers when the pid file names a process that is something else by now", async () => {
    const first = await startMade();
    await first.stop();
    const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
    try {
      writeFileSync(join(dataDir, "postmaster.pid"), `${stranger.pid}\n${dataDir}\n1\n5432\n\n127.0.0.1\n\nready   \n`);
      const second = await start();
      expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
      expect(isAlive(stranger.pid ?? 0)).toBe(true);
    } finally {
      stranger.kill("SIGKILL");
    }
  });

  test("uses a server that a killed owner left behind, and stops it in the end", async () => {
    const first = await startMade();
    const dead = spawn("true");
    await new Promise((resolve) => dead.once("exit", resolve));
    writeFileSync(`${dataDir}.owner`, String(dead.pid));
    const second = await start();
    expect({ pid: second.pid, takenOver: second.takenOver }).toEqual({ pid: first.pid, takenOver: true });
    await second.stop();
    expect(isAlive(first.pid)).toBe(false);
  });

  test("does not stop a server whose owner lives", async () => {
    const first = await startMade();
    writeFileSync(`${dataDir}.owner`, String(process.ppid));
    const guest = await start();
    await guest.stop();
    expect(await query(first.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("begins anew after a start that was cut off while the database was being made", async () => {
    mkdirSync(`${dataDir}.new/base`, { recursive: true });
    writeFileSync(`${dataDir}.new/PG_VERSION`, "18\n");
    const server = await start();
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(existsSync(`${dataDir}.new`)).toBe(false);
  });

  test("says in one line what to do when the password file is gone", async () => {
    await (await startMade()).stop();
    rmSync(`${dataDir}.password`);
    const problem = await start().catch((error: unknown) => error);
    expect(problem).toMatchObject({
      name: "StartProblem",
      message: expect.stringMatching(/^[^\n]*password is missing/),
    });
  });

  test("says in one line what to do when the folder cannot be made", async () => {
    writeFileSync(join(folder, "file"), "");
    const problem = await start({ dataDir: join(folder, "file", "postgres") }).catch((error: unknown) => error);
    expect(problem).toMatchObject({
      name: "StartProblem",
      message: expect.stringMatching(/^[^\n]*set DATA_DIR[^\n]*$/),
    });
  });

  test("says in one line when the port that was asked for is taken", async () => {
    const first = await startMade();
    const port = Number(new URL(first.url).port);
    const problem = await start({ dataDir: join(folder, "other"), port }).catch((error: unknown) => error);
    expect(problem).toMatchObject({
      name: "StartProblem",
      message: expect.stringMatching(/^[^\n]*already in use[^\n]*$/),
    });
  });

  test("runs as root under an ordinary account where namespaces are forbidden", async () => {
    const root = process.getuid?.() === 0;
    const server = await start(root ? { launcher: "account" } : {});
    expect(statSync(dataDir).uid).toBeGreaterThan(0);
    await query(server.url, "create table kept (n int); insert into kept values (1)");
    await server.stop();
    // The same data where namespaces are allowed again: the folder goes back to us.
    const again = await start(root ? { launcher: "namespace" } : {});
    expect(await query(again.url, "select n from kept")).toEqual([{ n: 1 }]);
  });

  test("dies with a process that is killed, where that is asked for", async () => {
    const script = `
      const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, "index.ts"))});
      const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: ${JSON.stringify(QUICK)}, diesWithUs: true });
      console.log(server.pid);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = await new Promise<number>((resolve, reject) => {
      owner.stdout.once("data", (octets: Buffer) => resolve(Number(octets.toString())));
      owner.once("exit", () => reject(new Error("it ended before PostgreSQL was ready")));
    });
    expect(isAlive(pid)).toBe(true);
    owner.kill("SIGKILL");
    expect(await waitUntilGone(pid)).toBe(true);
  });
});
