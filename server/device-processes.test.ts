import cluster from "node:cluster";
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startDeviceProcesses } from "./device-processes";
import { createLog } from "./log";

vi.setConfig({ testTimeout: 60_000 });
const WAIT = { timeout: 30_000 };

/**
 * A process that is started where there is no such folder is refused by the operating system, like one too many. Of that
 * Node tells later; where a file is in the folder's place it throws at once, as where there is no memory left.
 */
let folder: string;
let room: string;
const lines: string[] = [];
const log = createLog("info", { write: (line) => lines.push(line) });
const logged = (event: string): number => lines.filter((line) => line.includes(`"${event}"`)).length;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dmwsi-processes-"));
  room = join(folder, "room");
  mkdirSync(room);
  const exec = join(folder, "process.mjs");
  writeFileSync(exec, 'process.on("message", () => process.exit(0)); process.send({ ready: true });');
  cluster.setupPrimary({ exec, cwd: room });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a process that the machine has no room for is logged and tried again until it is there; the others go on", async () => {
  const processes = await startDeviceProcesses({ count: 2, databaseUrl: "postgres://none", log });
  expect(processes.areReady()).toBe(true);
  rmdirSync(room);
  const [one] = Object.values(cluster.workers ?? {});
  one?.process.kill("SIGKILL");
  await expect.poll(() => logged("ENOENT"), WAIT).toBeGreaterThan(0);
  writeFileSync(room, "");
  await expect.poll(() => logged("ENOTDIR"), WAIT).toBeGreaterThan(0);
  rmSync(room);
  expect(logged("device_process.refused")).toBe(logged("ENOENT") + logged("ENOTDIR"));
  expect(logged("device_process.ended")).toBe(1);
  expect(processes.areReady()).toBe(false);
  mkdirSync(room);
  await expect.poll(() => processes.areReady(), WAIT).toBe(true);
  await processes.close();
  expect(Object.keys(cluster.workers ?? {})).toEqual([]);
});

it.each([
  ["later", () => rmdirSync(room)],
  ["at once", () => writeFileSync(room, "")],
])("a start for which there is no room, as is said %s, is refused and leaves nothing behind", async (_when, take) => {
  take();
  await expect(startDeviceProcesses({ count: 2, databaseUrl: "postgres://none", log })).rejects.toThrow(
    /DEVICE_PROCESSES/,
  );
  await expect.poll(() => Object.keys(cluster.workers ?? {}), WAIT).toEqual([]);
});
