import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./administrator";
import { freePorts } from "./ports";
import { e2eSettings, quickstartFacts } from "./settings";
import { runFirstOperation, runFirstWebhook } from "./snippets";

test("a stranger registers a system in the console and starts an operation by docs/integrating.md alone", async ({
  page,
}) => {
  await page.goto("/admin/systems");
  await page.getByRole("button", { name: "Register a system" }).click();
  const question = page.getByRole("dialog", { name: "Register an External System" });
  const name = `Stranger ${Date.now()}`;
  await question.getByLabel("Name").fill(name);
  await question.getByRole("button", { name: "Register a system" }).click();
  const shown = page.getByRole("dialog", { name: "The secret, shown once" });
  await expect(shown.locator("code")).toHaveCount(2);
  const [clientId, clientSecret] = await shown.locator("code").allInnerTexts();
  await shown.getByRole("button", { name: "I have stored it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);

  const folder = mkdtempSync(join(tmpdir(), "dmwsi-stranger-"));
  try {
    const config = join(folder, "config.json");
    const apiUrl = `${e2eSettings.consoleUrl}/api/v1`;
    writeFileSync(config, JSON.stringify({ apiUrl, externalSystem: { clientId, clientSecret } }), { mode: 0o600 });
    const { status, stdout, stderr } = runFirstOperation({ ...process.env, FORCE_COLOR: "0", CONFIG: config });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^completed 1 of 1 succeeded\n\{"values":\[\{"uri":".\/DevInfo\/Mod","type":/m);
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }

  // What the system did stands in the console under its name.
  await page.goto("/admin/audit?action=operation.start");
  await expect(page.getByRole("list", { name: "Audit log" }).getByText(name).first()).toBeVisible();
});

/** The guide's ten minutes are for reading it; what it has a machine do is to leave them all of that. */
const SECONDS_MAX = 60;

test("from a credential to a verified webhook in an empty folder, by docs/integrating.md alone", async () => {
  test.slow();
  const { apiUrl, externalSystem } = quickstartFacts();
  const [port] = await freePorts(1);
  const startedAt = Date.now();
  const { status, stdout, stderr } = runFirstWebhook(
    { apiUrl, externalSystem },
    { ...process.env, FORCE_COLOR: "0", RECEIVER_PORT: String(port) },
  );
  const seconds = (Date.now() - startedAt) / 1_000;
  expect(stderr).toBe("");
  const [, first] = /^verified: dmwsi\.task\.succeeded\.v1 (evt_\w+)$/m.exec(stdout) ?? [];
  const [, again] = /^duplicate, dropped: dmwsi\.task\.succeeded\.v1 (evt_\w+)$/m.exec(stdout) ?? [];
  expect(first).toBeDefined();
  expect(again, "the same event").toBe(first);
  expect(stdout).not.toContain("refused");
  expect(status).toBe(0);
  console.log(`first webhook: verified in ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(SECONDS_MAX);
});
