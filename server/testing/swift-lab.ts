import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { listening, stop } from "./foreign-programs";
import { freePort } from "./server-process";
import { proxySettings, SWIFT_LOGIN, storageSettings } from "./swift-configuration";

const BIN = "/usr/bin";
const STORAGE = ["account", "container", "object"] as const;
const run = promisify(execFile);

export interface SwiftLab {
  /** Of its S3 API. */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  close(): Promise<void>;
}

/**
 * Starts OpenStack Swift, an object store that knows nothing of us, with its S3 API, on free ports of loopback and in a
 * directory of its own that is removed at the end.
 *
 * Throws an Error that says what to install when the programs are not there.
 */
export async function startSwift(): Promise<SwiftLab> {
  requirePrograms();
  const directory = mkdtempSync(join(tmpdir(), "swift-lab-"));
  mkdirSync(join(directory, "data/d1"), { recursive: true });
  const running: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const child of running.toReversed()) await stop(child);
    rmSync(directory, { recursive: true });
  };
  const start = async (name: string, port: number, settings: string): Promise<void> => {
    const file = join(directory, `${name}.conf`);
    writeFileSync(file, settings);
    const child = spawn(join(BIN, `swift-${name}-server`), [file], { cwd: directory, stdio: "ignore" });
    running.push(child);
    await listening(child, port, () => `swift-${name}-server with:\n${readFileSync(file, "utf8")}`);
  };
  try {
    await Promise.all(
      STORAGE.map(async (name) => {
        const port = await freePort();
        await makeRing(directory, name, port);
        await start(name, port, storageSettings({ name, port, directory }));
      }),
    );
    const port = await freePort();
    await start("proxy", port, proxySettings({ port, directory }));
    return { endpoint: `http://127.0.0.1:${port}`, ...SWIFT_LOGIN, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One device, one copy. A rebalance ends with 1 where it has a warning: a ring without its file is noticed at the start. */
async function makeRing(directory: string, name: string, port: number): Promise<void> {
  const builder = join(directory, `${name}.builder`);
  const ring = (...args: string[]) => run(join(BIN, "swift-ring-builder"), [builder, ...args]);
  await ring("create", "1", "1", "0");
  await ring("add", `r1z1-127.0.0.1:${port}/d1`, "1");
  await ring("rebalance").catch(() => {});
}

function requirePrograms(): void {
  if (["proxy", ...STORAGE].every((name) => existsSync(join(BIN, `swift-${name}-server`)))) return;
  throw new Error(
    "OpenStack Swift is missing: apt-get install --no-install-recommends swift-proxy swift-account swift-container swift-object; npm run verify installs it.",
  );
}
