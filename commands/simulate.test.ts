import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { bundledProgram } from "../server/testing/bundled-program";

// Each run starts a process.
vi.setConfig({ testTimeout: 60_000 });

const root = join(import.meta.dirname, "..");
const tidy: (() => void)[] = [];
let program: string;
beforeAll(async () => {
  program = await bundledProgram("commands/simulate.ts");
});
afterEach(() => {
  for (const each of tidy.splice(0)) each();
});

interface Run {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<number | null>;
}

function simulate(...flags: string[]): Run {
  const child = spawn(process.execPath, [program, ...flags], { cwd: root });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  tidy.push(() => child.kill("SIGKILL"));
  return { child, output: () => output, ended };
}

async function serve(answer: (url: string) => { readonly status: number; readonly body: unknown }): Promise<string> {
  const server: Server = createServer((request, response) => {
    request.resume().on("end", () => {
      const { status, body } = answer(request.url ?? "");
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  tidy.push(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function freePort(): Promise<string> {
  const address = await serve(() => ({ status: 200, body: {} }));
  tidy.pop()?.();
  return new URL(address).port;
}

function configFile(facts: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), "simulate-"));
  tidy.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "quickstart.json");
  writeFileSync(file, JSON.stringify(facts));
  return file;
}

describe("npm run simulate", () => {
  it("registers its devices by the API, lets them call, and stops cleanly on SIGTERM", async () => {
    const registered: string[] = [];
    let calls = 0;
    const base = await serve((url) => {
      if (url === "/api/v1/oauth/token") return { status: 200, body: { access_token: "t" } };
      if (url === "/api/v1/devices") registered.push(url);
      else calls += 1;
      return { status: url === "/api/v1/devices" ? 201 : 404, body: {} };
    });
    const config = configFile({
      apiUrl: `${base}/api/v1`,
      deviceUrl: `${base}/dm`,
      externalSystem: { clientId: "xs_1", clientSecret: "s" },
    });
    const run = simulate("--config", config, "--devices", "5", "--wake-port", await freePort(), "--polite");
    await vi.waitFor(() => expect(calls).toBeGreaterThanOrEqual(5), { timeout: 30_000, interval: 50 });
    run.child.kill("SIGTERM");
    expect(await run.ended).toBe(0);
    expect(registered).toHaveLength(5);
    expect(run.output()).toContain("5 devices registered.");
    expect(run.output()).toContain("0 completed");
  });

  it.each([
    [[], "Say --config or --server."],
    [["--server", "ftp://host/dm"], "--server: an http or https URL"],
    [["--server", "http://127.0.0.1:1/dm", "--devices", "0"], "--devices: 1 to 20000"],
    [["--server", "http://127.0.0.1:1/dm", "--profile", "package.json"], "The profile package.json is not right."],
    [["--server", "http://127.0.0.1:1/dm", "--update-faults", "wrong=1"], "There is no update fault wrong."],
    [["--server", "http://127.0.0.1:1/dm", "--update-faults", "wrongDigest"], "--update-faults: NAME=RATE"],
    [["--server", "http://127.0.0.1:1/dm", "--update-faults", "wrongDigest=0.6,twoAlerts=0.6"], "at most 1"],
    [
      ["--server", "http://127.0.0.1:1/dm", "--user", "somebody"],
      "There is no user somebody. There are: none, accepts",
    ],
    [["--config", "no-such-file.json"], "no-such-file.json cannot be used"],
    [["--sever", "x"], "Unknown option '--sever'"],
  ])("says what is wrong with %j and exits 1", async (flags, words) => {
    const run = simulate(...flags);
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain(words);
    expect(run.output()).not.toContain("    at ");
  });

  it("says that the wake-up port is taken", async () => {
    const taken = new URL(await serve(() => ({ status: 200, body: {} }))).port;
    const run = simulate("--server", "http://127.0.0.1:1/dm", "--wake-port", taken);
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain(`Port ${taken} is taken`);
  });
});
