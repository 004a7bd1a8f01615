import type { BrowserContext, Page } from "@playwright/test";
import { openPublicApi, type PublicApi } from "./public-api";
import { e2eSettings, quickstartFacts } from "./settings";
import { actWhenAlive, test as base, expect } from "./story";

type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** Fills in the form of the sign-in page that is open, and sends it. */
export async function sendSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/**
 * Stories of the administrator that quickstart made: `page` is signed in (once a file, by the form), `api` is the
 * public API as an External System uses it.
 */
export const test = base.extend<object, { readonly administrator: StorageState; readonly api: PublicApi }>({
  administrator: [
    async ({ browser }, use) => {
      const context = await browser.newContext({
        baseURL: e2eSettings.consoleUrl,
        locale: "en-GB",
        timezoneId: "Europe/Vienna",
      });
      const page = await context.newPage();
      await actWhenAlive(page);
      const { administrator } = quickstartFacts();
      await page.goto("/sign-in");
      await sendSignIn(page, administrator.email, administrator.password);
      await page.waitForURL("**/live/devices");
      await use(await context.storageState());
      await context.close();
    },
    { scope: "worker" },
  ],
  api: [async ({ browserName: _ }, use) => use(await openPublicApi()), { scope: "worker" }],
  storageState: ({ administrator }, use) => use(administrator),
});
export { expect };
