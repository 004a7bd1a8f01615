import { createTokenSource } from "../clients/typescript/token";
import { expect, test } from "./administrator";
import { quickstartFacts } from "./settings";

const isSignedIn = (clientId: string, clientSecret: string): Promise<boolean> =>
  createTokenSource({ apiUrl: quickstartFacts().apiUrl, clientId, clientSecret }, fetch, Date.now)
    .token()
    .then(
      () => true,
      () => false,
    );

test("an administrator registers a system, hands its secret over once, changes it, and revokes it", async ({
  page,
}) => {
  // Names are unique, and data of an earlier run may be there.
  const name = `Provisioning of ${Date.now()}`;
  await page.goto("/live/devices");
  await page.getByRole("link", { name: "Administration" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("External Systems");
  await page.getByRole("button", { name: "Register a system" }).click();
  const question = page.getByRole("dialog", { name: "Register an External System" });
  await question.getByLabel("Name").fill(name);
  await question.getByRole("checkbox", { name: /^contents:read/ }).check();
  await question.getByRole("button", { name: "Register a system" }).click();

  const shown = page.getByRole("dialog", { name: "The secret, shown once" });
  await expect(shown.locator("code")).toHaveCount(2);
  await page.keyboard.press("Escape");
  const [clientId = "", first = ""] = await shown.locator("code").allInnerTexts();
  expect(await isSignedIn(clientId, first)).toBe(true);
  await shown.getByRole("button", { name: "I have stored it" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.getByRole("main").getByText("contents:read")).toBeVisible();
  await page.reload();
  await expect(page.getByText(first)).toHaveCount(0);

  await page.getByRole("button", { name: "New secret" }).click();
  await page.getByRole("dialog", { name: "New secret" }).getByRole("button", { name: "New secret" }).click();
  await expect(shown.locator("code")).toHaveCount(2);
  const [, second = ""] = await shown.locator("code").allInnerTexts();
  await shown.getByRole("button", { name: "I have stored it" }).click();
  expect([await isSignedIn(clientId, first), await isSignedIn(clientId, second)]).toEqual([true, true]);

  // The older stands below the newer.
  await page.getByRole("button", { name: "End this secret" }).last().click();
  await page.getByRole("dialog", { name: "End this secret" }).getByRole("button", { name: "End this secret" }).click();
  await expect(page.getByRole("button", { name: "End this secret" })).toHaveCount(0);
  expect([await isSignedIn(clientId, first), await isSignedIn(clientId, second)]).toEqual([false, true]);

  await page.goto("/admin/audit?action=external_system.register");
  const entry = page.getByRole("list", { name: "Audit log" }).getByRole("group").first();
  await entry.getByText("external_system.register").click();
  await expect(entry).toContainText(name);
  await expect(entry).not.toContainText(first);
  await entry.getByRole("link", { name: /^xs_/ }).click();

  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog", { name: "Revoke this credential?" }).getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Revoked")).toBeVisible();
  expect(await isSignedIn(clientId, second)).toBe(false);
});

test("a name that is taken is said in the dialog, and nothing is lost of what was filled in", async ({ page }) => {
  await page.goto("/admin/systems");
  const taken = (await page.getByRole("main").getByRole("rowheader").first().textContent()) ?? "";
  await page.getByRole("button", { name: "Register a system" }).click();
  const question = page.getByRole("dialog");
  await question.getByLabel("Name").fill(taken);
  await question.getByRole("button", { name: "Register a system" }).click();
  await expect(question.getByRole("alert")).toHaveText("An External System of this name exists already.");
  await expect(question.getByLabel("Name")).toHaveValue(taken);
});
