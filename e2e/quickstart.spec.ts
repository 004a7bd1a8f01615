import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { freePorts, listen, portOf } from "./ports";
import { e2eSettings, quickstartFacts } from "./settings";

interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly tookMs: number;
}

let folder: string;
let env: Record<string, string>;
test.beforeEach(async () => {
  // Each start makes a database or opens one, some stories start two.
  test.slow();
  folder = mkdtempSync(join(tmpdir(), "dmwsi-quickstart-"));
  const [web, dm, simulator, metrics] = await freePorts(4);
  env = {
    DATA_DIR: join(folder, "data"),
    WEB_PORT: String(web),
    DM_PORT: String(dm),
    SIMULATOR_PORT: String(simulator),
    METRICS_PORT: String(metrics),
  };
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs quickstart to its end; `until` stops it by SIGTERM once its output holds that text. */
function quickstart(args: readonly string[], settings: Record<string, string>, until?: string): Promise<Run> {
  const startedAt = Date.now();
  const child = spawn(process.execPath, ["commands/quickstart.mjs", ...args], {
    env: { ...process.env, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let asked = false;
  const take = (octets: Buffer) => {
    output += octets.toString();
    // Once: a second one while it ends would cut it short.
    if (until && !asked && output.includes(until)) asked = child.kill("SIGTERM");
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code, output, tookMs: Date.now() - startedAt }));
  });
}

test("the check passes after a real operation, whose value is read back in another session", async () => {
  const { code, output } = await quickstart(["--check"], env);
  expect(output).toContain("reading it back in another session");
  expect(output.trim().endsWith("quickstart check passed")).toBe(true);
  expect(code).toBe(0);
});

test("the check fails in bounded time, and says why, when the devices are stopped", async () => {
  const { code, output } = await quickstart(["--check", "--no-devices"], { ...env, CHECK_SECONDS: "6" });
  expect(output).toMatch(/check failed: IMEI:\d+ did not do parameter\.set within 6 s; its task is \w+ \(.+\)\./);
  expect(output).not.toContain("passed");
  expect(code).toBe(1);
});

test("a second start is quick, keeps accounts and data, and a stop leaves nothing behind", async () => {
  const first = await quickstart([], env, "DMWSI is running.");
  expect(first.code).toBe(0);
  const file = join(env["DATA_DIR"] ?? "", "quickstart.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const facts = quickstartFacts(env["DATA_DIR"]);
  expect(first.output).toContain(facts.administrator.password);
  const second = await quickstart([], env, "DMWSI is running.");
  expect(second.code).toBe(0);
  expect(second.tookMs).toBeLessThan(30_000);
  expect(quickstartFacts(env["DATA_DIR"])).toEqual(facts);
  await expect(fetch(`http://127.0.0.1:${env["METRICS_PORT"]}/healthz`)).rejects.toThrow();
});

test("a lost file is written again with accounts that work", async () => {
  await quickstart(["--check"], env);
  const before = quickstartFacts(env["DATA_DIR"]);
  writeFileSync(join(env["DATA_DIR"] ?? "", "quickstart.json"), "{}");
  // A device that has forgotten the last start is woken all the same: its next call by itself may be a minute away.
  const { code, output } = await quickstart(["--check"], { ...env, CHECK_SECONDS: "30" });
  expect(output).toContain("quickstart check passed");
  expect(code).toBe(0);
  expect(quickstartFacts(env["DATA_DIR"]).externalSystem).not.toEqual(before.externalSystem);
});

test("a taken port is one line that says what to do", async () => {
  const taken = await listen(0);
  try {
    const { code, output } = await quickstart([], { ...env, DM_PORT: String(portOf(taken)) });
    expect(output.trim()).toBe(`Port ${portOf(taken)} is taken: stop what uses it, or set DM_PORT to another port.`);
    expect(code).toBe(1);
  } finally {
    taken.close();
  }
});

test("a folder that cannot be made is one line that says what to do", async () => {
  writeFileSync(join(folder, "file"), "");
  const { code, output } = await quickstart([], { ...env, DATA_DIR: join(folder, "file", "data") });
  expect(output.trim().split("\n").at(-1)).toMatch(/cannot be written .*: set DATA_DIR to a folder of yours\.$/);
  expect(code).toBe(1);
});

test("a wrong setting is one line that says what to set", async () => {
  const { code, output } = await quickstart([], { ...env, HOST: "0.0.0.0" });
  expect(output).toContain("HOST: quickstart has a known account and listens on loopback only; set 127.0.0.1");
  expect(code).toBe(1);
});

test("a database that does not answer is one line that says what to check", async () => {
  const nothingThere = "postgres://nobody:secret@127.0.0.1:1/dmwsi";
  const { code, output } = await quickstart([], { ...env, DATABASE_URL: nothingThere });
  expect(output).toContain(
    "DATABASE_URL: the database does not answer (ECONNREFUSED): check address, database and password.",
  );
  expect(output).not.toContain("secret");
  expect(code).toBe(1);
});

test("the server of the stories is ready and shows its metrics on loopback", async ({ request }) => {
  expect((await request.get(`${e2eSettings.metricsOrigin}/readyz`)).status()).toBe(200);
  expect(await (await request.get(`${e2eSettings.metricsOrigin}/metrics`)).text()).toContain("dmwsi_build_info");
});
