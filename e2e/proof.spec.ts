import { expect, test } from "./administrator";
import { quickstartFacts } from "./settings";
import { inStoryDatabase } from "./story-database";

/** Lets every sign-in look as if its password had been given an hour ago. */
const letAnHourPass = () =>
  inStoryDatabase((sql) => sql`update user_sessions set proved_at = now() - interval '1 hour'`);

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
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Proved");
  await page.goto("/admin/systems");
  await register(`Proved again ${Date.now()}`);
  await stored.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Proved again");
});
