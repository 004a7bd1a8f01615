import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { expect, test } from "./administrator";
import { e2eSettings, quickstartFacts } from "./settings";

/** Lets every sign-in look as if its password had been given an hour ago. */
async function letAnHourPass(): Promise<void> {
  const { DATA_DIR } = e2eSettings.env;
  const password = readFileSync(join(DATA_DIR, "postgres.password"), "utf8").trim();
  const port = Number(readFileSync(join(DATA_DIR, "postgres", "postmaster.pid"), "utf8").split("\n")[3]);
  const sql = postgres({ host: "127.0.0.1", port, user: "dmwsi", database: "dmwsi", password, max: 1 });
  await sql`update user_sessions set proved_at = now() - interval '1 hour'`;
  await sql.end();
}

test("an act that outlasts the sign-in asks for the password once, and keeps what was filled in", async ({ page }) => {
  await page.goto("/admin/systems");
  await letAnHourPass();
  const register = async (name: string) => {
    await page.getByRole("button", { name: "Register a system" }).click();
    const question = page.getByRole("dialog", { name: "Register an External System" });
    await question.getByLabel("Name").fill(name);
    await question.getByRole("button", { name: "Register a system" }).click();
    return question;
  };
  const question = await register(`Proved ${Date.now()}`);
  const proof = question.getByLabel("Your password");
  await expect(proof).toBeFocused();
  await proof.fill("not the password at all");
  await page.keyboard.press("Enter");
  await expect(proof).toHaveAttribute("aria-invalid", "true");
  await proof.fill(quickstartFacts().administrator.password);
  await page.keyboard.press("Enter");
  const stored = page.getByRole("button", { name: "I have stored it" });
  await stored.click();
  await page.goto("/admin/systems");
  await register(`Proved again ${Date.now()}`);
  await stored.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Proved again");
});
