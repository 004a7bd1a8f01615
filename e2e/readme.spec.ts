import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { e2eSettings, quickstartFacts } from "./settings";
import { run, runFirstOperation, snippets } from "./snippets";

const DEV_ID = /IMEI:\d{15}|MAC:[0-9A-F]{12}|urn:uuid:[\w-]{36}/g;
/** As in a terminal of one's own, but without colours: Playwright forces them. */
const env = { ...process.env, FORCE_COLOR: "0", CONFIG: join(e2eSettings.env.DATA_DIR, "quickstart.json") };

test("the README's first call works when it is pasted into a shell", () => {
  const [firstCall = ""] = snippets("README.md", "sh").filter((block) => block.includes("CONFIG="));
  const { status, stdout, stderr } = run("sh", ["-eu"], env, firstCall);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^MAC:[0-9A-F]{12}: succeeded\n/);
  expect(stdout).toContain("value: 'Ferrum Networks'");
  expect(stdout).toContain("uri: './DevDetail/FwV'");
  expect(status).toBe(0);
});

/** Twenty that have an account from the start, and the factory-new phone that gets one by a bootstrap. */
const SIMULATED_DEVICES = 21;

test("the shell snippets of docs/integrating.md work one after the other", () => {
  const { status, stdout, stderr } = run("sh", ["-eu"], env, snippets("docs/integrating.md", "sh").join("\n"));
  expect(stderr).toBe("");
  expect(stdout).toContain("'operations:write'");
  expect(stdout).toContain('"type":"urn:dmwsi:problem:invalid-field"');
  expect(new Set(stdout.match(DEV_ID)).size, "every simulated device once").toBe(SIMULATED_DEVICES);
  expect(stdout).toMatch(/^one operation: op_\w+$/m);
  expect(stdout).toMatch(/ succeeded \{"values":\[\{"uri":".\/DevInfo\/Mod","type":/);
  expect(stdout).toMatch(/^dmwsi\.subscription\.test\.v1\nactive\nhttp:\/\/127\.0\.0\.1:\d+\/dmwsi\n/m);
  expect(status).toBe(0);
});

test("the TypeScript snippets of docs/integrating.md work one after the other", () => {
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-snippets-"));
  try {
    const file = join(folder, "snippets.mts");
    writeFileSync(file, snippets("docs/integrating.md", "ts").join("\n"));
    const { status, stdout, stderr } = run(process.execPath, ["--import", "tsx", file], env);
    expect(stderr).toBe("");
    const [problem, count, result] = stdout.split("\n");
    expect(problem).toBe("urn:dmwsi:problem:invalid-field");
    expect(count).toBe(String(SIMULATED_DEVICES));
    expect(result).toMatch(/^\S+ succeeded \{"values":\[\{"uri":".\/DevInfo\/Mod","type":/);
    expect(stdout, "the signature of an event is verified").toMatch(/^evt_\w+ true$/m);
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the first operation of docs/integrating.md works with the generated client", () => {
  const { status, stdout, stderr } = runFirstOperation(env);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^completed 1 of 1 succeeded\n\{"values":\[\{"uri":".\/DevInfo\/Mod","type":/m);
  expect(status).toBe(0);
});

test("the command line of docs/integrating.md starts an operation and waits for its end", () => {
  const { apiUrl, externalSystem } = quickstartFacts();
  Object.assign(env, {
    DMWSI_API_URL: apiUrl,
    DMWSI_CLIENT_ID: externalSystem.clientId,
    DMWSI_CLIENT_SECRET: externalSystem.clientSecret,
  });
  const { status, stdout, stderr } = run("sh", ["-eu"], env, snippets("docs/integrating.md", "console").join("\n"));
  expect(stderr).toMatch(/parameter\.get {2}completed {2}1 of 1 ended {2}1 succeeded\n$/);
  expect(stdout).toMatch(/^\S+ {2}succeeded {2}acknowledged /);
  expect(status).toBe(0);
});
