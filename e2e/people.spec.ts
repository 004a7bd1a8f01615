import { expect, sendSignIn, test } from "./administrator";
import { e2eSettings } from "./settings";
import { actWhenAlive, openMenu } from "./story";

const OWN_PASSWORD = "seven lamps in a winter wood";

test("an administrator adds a person, who chooses a password of their own, and takes role and access away again", async ({
  page,
  browser,
}) => {
  const email = `rosa-${Date.now()}@carrier.example`;
  const name = `Rosa ${email}`;
  await page.goto("/admin/systems");
  await page.getByRole("link", { name: "People" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("People");
  await page.getByRole("button", { name: "Add a person" }).click();
  const question = page.getByRole("dialog", { name: "Add a person" });
  await question.getByLabel("Name").fill(name);
  await question.getByLabel("E-mail").fill(email);
  await question.getByLabel("Role").selectOption("Operator");
  await question.getByRole("button", { name: "Add a person" }).click();
  const shown = page.getByRole("dialog", { name: "First password, shown once" });
  await expect(shown.locator("code")).toHaveCount(2);
  const [, first = ""] = await shown.locator("code").allInnerTexts();
  await shown.getByRole("button", { name: "I have handed it over" }).click();
  const row = page.getByRole("row").filter({ hasText: email });
  await expect(row).toContainText("First password");
  await page.reload();
  await expect(page.getByText(first)).toHaveCount(0);

  const context = await browser.newContext({
    baseURL: e2eSettings.consoleUrl,
    locale: "en-GB",
    storageState: { cookies: [], origins: [] },
  });
  const hers = await context.newPage();
  await actWhenAlive(hers);
  await hers.goto("/sign-in?next=/live/operations");
  await sendSignIn(hers, email, first);
  await expect(hers.getByRole("heading", { level: 1 })).toHaveText("Choose your password");
  await hers.goto("/live/devices");
  await expect(hers).toHaveURL("/new-password?next=%2Flive%2Fdevices");
  await hers.getByLabel("Current password").fill(first);
  await hers.getByLabel("New password").fill("short");
  await hers.getByRole("button", { name: "Change password" }).click();
  await expect(hers.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  await hers.getByLabel("New password").fill(OWN_PASSWORD);
  await hers.getByRole("button", { name: "Change password" }).click();
  await expect(hers).toHaveURL("/live/devices");
  await expect(hers.getByRole("link", { name: "Administration" })).toHaveCount(0);
  await openMenu(hers.getByRole("button", { name: /^Account of/ }));
  await hers.getByRole("menuitem", { name: "Your account" }).click();
  await expect(hers.getByRole("list", { name: "Where you are signed in" }).getByRole("listitem")).toHaveCount(1);

  await openMenu(row.getByRole("button", { name: /^Acts on/ }));
  await page.getByRole("menuitem", { name: "Change name or role" }).click();
  const change = page.getByRole("dialog", { name: /^Change Rosa/ });
  await change.getByLabel("Role").selectOption("Customer-care agent");
  await change.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Customer-care agent");
  // Of itself: the page that is open sees that the sign-in is over.
  await expect(hers, "another role ends the sign-in").toHaveURL("/sign-in?next=%2Faccount");
  await sendSignIn(hers, email, OWN_PASSWORD);
  await expect(hers.getByRole("heading", { level: 1 })).toHaveText("Your account");

  await openMenu(row.getByRole("button", { name: /^Acts on/ }));
  await page.getByRole("menuitem", { name: "Switch off" }).click();
  await page
    .getByRole("dialog", { name: /^Switch Rosa/ })
    .getByRole("button", { name: "Switch off" })
    .click();
  await expect(row).toContainText("Switched off");
  await expect(hers, "nobody who is switched off stays").toHaveURL("/sign-in?next=%2Faccount");
  await sendSignIn(hers, email, OWN_PASSWORD);
  await expect(hers.getByRole("alert").filter({ hasText: "match" })).toBeVisible();
  await context.close();
});

test("the last administrator keeps role and access", async ({ page }) => {
  await page.goto("/admin/users");
  const row = page.getByRole("row").filter({ hasText: "admin@quickstart.example" });
  await openMenu(row.getByRole("button", { name: /^Acts on/ }));
  await page.getByRole("menuitem", { name: "Switch off" }).click();
  const dialog = page.getByRole("dialog", { name: /^Switch/ });
  await dialog.getByRole("button", { name: "Switch off" }).click();
  await expect(dialog.getByRole("alert")).toContainText("last administrator");
});
