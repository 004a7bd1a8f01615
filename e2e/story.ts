import { test as base, expect, type Locator, type Page } from "@playwright/test";

/**
 * From now on every act on `page`, and every look at a part of it, waits until its document is alive, however it came
 * there. What is pressed before that is lost. Keys that go to no certain part (`page.keyboard`) do not wait: look at
 * something first.
 */
export async function actWhenAlive(page: Page): Promise<void> {
  // What it finds is waited away before the act.
  await page.addLocatorHandler(page.locator("html:not([data-alive])"), async () => {});
}

/** Opens the menu of this button; its items are there then. */
export async function openMenu(button: Locator): Promise<void> {
  await expect(async () => {
    if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
    await expect(button).toHaveAttribute("aria-expanded", "true", { timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await expect(button.page().getByRole("menu")).toBeVisible();
}

/** Stories in a browser of somebody who has not signed in. */
export const test = base.extend({
  page: async ({ page }, use) => {
    await actWhenAlive(page);
    await use(page);
  },
});
export { expect };
