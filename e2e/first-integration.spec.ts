import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./administrator";
import { e2eSettings } from "./settings";
import { runFirstOperation } from "./snippets";

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
  await expect(shown).toBeVisible();
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
