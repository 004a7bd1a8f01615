import type { Browser, BrowserContext, Page } from "@playwright/test";
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

/** What is sensitive is taken for ten minutes after the password was given; all stories together may take longer. */
const SIGN_IN_FRESH_MS = 5 * 60_000;

async function signInAsAdministrator(browser: Browser): Promise<StorageState> {
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
  const state = await context.storageState();
  await context.close();
  return state;
}

interface WorkerFixtures {
  /** A sign-in that is not older than some minutes. */
  readonly administrator: () => Promise<StorageState>;
  readonly api: PublicApi;
}

/**
 * Stories of the administrator that quickstart made: `page` is signed in by the form, `api` is the public API as an
 * External System uses it.
 */
export const test = base.extend<object, WorkerFixtures>({
  administrator: [
    async ({ browser }, use) => {
      let last: { readonly at: number; readonly state: StorageState } | null = null;
      await use(async () => {
        if (!last || Date.now() - last.at > SIGN_IN_FRESH_MS) {
          last = { at: Date.now(), state: await signInAsAdministrator(browser) };
        }
        return last.state;
      });
    },
    { scope: "worker" },
  ],
  api: [async ({ browserName: _ }, use) => use(await openPublicApi()), { scope: "worker" }],
  storageState: async ({ administrator }, use) => use(await administrator()),
});
export { expect };
