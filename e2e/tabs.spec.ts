import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "./administrator";
import { actWhenAlive } from "./story";

const TABS = 8;
/** A hidden tab gives its stream back after ten seconds. */
const HIDDEN_MS = 11_000;

declare global {
  interface Window {
    /** Shows or hides a tab, by its init script. */
    becomeVisible(visible: boolean): void;
  }
}

/** A tab that knows how many live streams it holds, and can be hidden: this browser shows all of its tabs at once. */
interface Tab {
  readonly page: Page;
  streams(): number;
  show(visible: boolean): Promise<void>;
}

async function openTab(context: BrowserContext, path: string, visible: boolean): Promise<Tab> {
  const page = await context.newPage();
  await actWhenAlive(page);
  await page.clock.install();
  const open = new Set<unknown>();
  page.on("request", (request) => request.url().includes("live.changes") && open.add(request));
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
  await page.addInitScript((shown) => {
    let state = shown ? "visible" : "hidden";
    Object.defineProperty(document, "visibilityState", { get: () => state });
    window.becomeVisible = (now) => {
      state = now ? "visible" : "hidden";
      document.dispatchEvent(new Event("visibilitychange"));
    };
  }, visible);
  await page.goto(path);
  return {
    page,
    streams: () => open.size,
    show: (now) => page.evaluate((shown) => window.becomeVisible(shown), now),
  };
}

test("eight tabs open: all load and lead on, and only the one that is looked at holds a live stream", async ({
  context,
  api,
}) => {
  test.slow();
  const [phone] = await api.devicesOf("phone");
  const first = await openTab(context, "/live/devices", true);
  await expect(first.page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
  const tabs = [first];
  // As a middle click opens them: behind the tab one is in.
  for (let n = 1; n < TABS; n += 1) {
    tabs.push(await openTab(context, n % 2 === 0 ? "/live/operations" : `/live/devices/${phone?.id}`, false));
  }
  for (const { page } of tabs) await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect.poll(() => tabs.map((tab) => tab.streams())).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);

  const last = tabs[TABS - 1] as Tab; // there are TABS of them
  await first.show(false);
  await last.show(true);
  await first.page.clock.fastForward(HIDDEN_MS);
  await expect(last.page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
  await expect(first.page.getByRole("status").filter({ hasText: "Paused" })).toBeVisible();
  await expect.poll(() => tabs.map((tab) => tab.streams())).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);

  for (const { page } of tabs) {
    const next = page.url().endsWith("/operations") ? "Devices" : "Operations";
    await page.getByRole("navigation", { name: "Main navigation" }).getByRole("link", { name: next }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(next);
  }
});
