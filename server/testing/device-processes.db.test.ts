import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readOperation } from "../services/operations";
import { TEST_MASTER_KEY } from "../services/testing/call-context";
import { bundledProgram } from "./bundled-program";
import { findViolations } from "./invariants";
import { freePort, type ServerProcess, startServerProcess } from "./server-process";
import { createTestDatabase, type TestDatabase } from "./test-database";
import { startWorkingFleet, type WorkingFleet } from "./working-fleet";

const DEVICES = 40;
const PROCESSES = 2;
const LOOKS_MAX = 200;
const LOOK_MS = 100;

let test: TestDatabase;
let dataDir: string;
let metricsPort: number;
let server: ServerProcess;
let run: WorkingFleet;

beforeAll(async () => {
  test = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), "dmwsi-device-processes-"));
  metricsPort = await freePort();
  server = await startServer();
  run = await startWorkingFleet({
    pool: test,
    dmUrl: server.dmUrl,
    devices: DEVICES,
    seed: "device-processes",
    polite: false,
  });
}, 120_000);
afterAll(async () => {
  await run?.stop();
  await server?.end("SIGTERM");
  await test?.close();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

async function startServer(): Promise<ServerProcess> {
  return startServerProcess({
    databaseUrl: test.url,
    masterKey: TEST_MASTER_KEY,
    dataDir,
    roles: "device,worker",
    dmPort: await freePort(),
    metricsPort,
    settings: { DEVICE_PROCESSES: String(PROCESSES) },
  });
}

it("several processes answer devices on one port; one that is killed is replaced, and loses nothing", async () => {
  const first = await run.startOnAll("parameter.get", { uris: ["./DevDetail/FwV"] });
  await run.untilAllEnded(60);
  expect(await readyChecks()).toEqual({ running: true, database: true, deviceProcesses: true });
  // What each of them counted, added up: an answered message is a kept one, as soon as no device is in between.
  await until(async () => (await answeredMessages()) === (await keptMessages()));

  const before = await deviceProcesses();
  expect(before).toHaveLength(PROCESSES);
  const second = await run.startOnAll("parameter.get", { uris: ["./DevDetail/HwV"] });
  process.kill(before[0] ?? 0, "SIGKILL");
  await run.untilAllEnded(60);
  await until(async () => (await readyChecks())["deviceProcesses"] === true);
  const after = await deviceProcesses();
  expect(after).toHaveLength(PROCESSES);
  expect(after).not.toContain(before[0]);

  for (const id of [first, second]) {
    expect(await readOperation(run.context, { id })).toMatchObject({
      state: "completed",
      counts: { succeeded: DEVICES },
    });
  }
  expect(await findViolations(test.sql)).toEqual([]);
}, 180_000);

it("a signal to all of a group ends none of them before the one that started them asks", async () => {
  const theirs = await deviceProcesses();
  for (const pid of theirs) process.kill(pid, "SIGTERM");
  const id = await run.startOnAll("parameter.get", { uris: ["./DevDetail/FwV"] });
  await run.untilAllEnded(60);
  expect(await readOperation(run.context, { id })).toMatchObject({ counts: { succeeded: DEVICES } });
  expect(await deviceProcesses()).toEqual(theirs);
}, 90_000);

it("none of them outlives the one that started them, however it ends", async () => {
  const theirs = await deviceProcesses();
  await server.end("SIGKILL");
  await until(async () => theirs.every((pid) => !isAlive(pid)));
}, 60_000);

it("all of them end in order when the one that started them is asked to", async () => {
  server = await startServer();
  const theirs = await deviceProcesses();
  expect(await server.end("SIGTERM")).toBe(0);
  expect(theirs.filter(isAlive)).toEqual([]);
}, 60_000);

async function readyChecks(): Promise<Record<string, boolean>> {
  const answer = await fetch(`http://127.0.0.1:${metricsPort}/readyz`);
  return ((await answer.json()) as { checks: Record<string, boolean> }).checks;
}

async function answeredMessages(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^dmwsi_dm_messages_total\{outcome="answered"\} (\d+)$/m.exec(text)?.[1]);
}

async function keptMessages(): Promise<unknown> {
  const [row] = await test.sql`select count(*)::integer as count from dm_messages`;
  return row?.["count"];
}

/** The processes that the server started. */
async function deviceProcesses(): Promise<readonly number[]> {
  const program = await bundledProgram("server/main.ts");
  const children = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, "utf8");
  const pids = children.trim().split(" ").map(Number);
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return pids.filter((_, position) => commands[position]?.includes(program));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`It did not hold within ${(LOOKS_MAX * LOOK_MS) / 1_000} s.`);
}
