import type { Page } from "@playwright/test";
import { expect, test } from "./administrator";
import type { PublicApi } from "./public-api";
import { openMenu } from "./story";

/** What has the focus: its name for people, its place on the screen, and whether it lies in the page's main part. */
interface Stop {
  readonly name: string;
  readonly top: number;
  readonly left: number;
  readonly inMain: boolean;
  readonly underHeader: boolean;
  readonly outlined: boolean;
}

const STOPS_MAX = 60;

/** Opens a device's page and waits until it follows what happens: then it hears keys too. */
async function openDevice(page: Page, api: PublicApi): Promise<void> {
  const [phone] = await api.devicesOf("phone");
  await page.goto(`/live/devices/${phone?.id}`);
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
}

const searchOf = (page: Page) => page.getByRole("combobox", { name: "Search by number, IMEI or id" });

async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let n = 0; n < STOPS_MAX; n += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const box = element.getBoundingClientRect();
      const header = document.querySelector("header")?.getBoundingClientRect();
      const style = getComputedStyle(element);
      const inHeader = element.closest("header, a[href='#main']") !== null;
      return {
        name: (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40),
        top: Math.round(box.top + scrollY),
        left: Math.round(box.left),
        inMain: element.closest("main") !== null,
        underHeader: !inHeader && header !== undefined && box.left >= header.left && box.bottom <= header.bottom,
        outlined: style.outlineStyle !== "none" || getComputedStyle(element, "::after").outlineStyle !== "none",
      };
    });
    if (!stop) return stops;
    stops.push(stop);
  }
  return stops;
}

test("the first stop of every page is the skip link, which leads into the content", async ({ page }) => {
  for (const path of ["/live/devices", "/live/operations"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  }
});

test("Tab goes as one reads: navigation, header, content; always seen, never under the header", async ({
  page,
  api,
}) => {
  await openDevice(page, api);
  await expect(page.getByRole("table", { name: "Tasks" }).or(page.getByText("No operation has ended"))).toBeVisible();
  const stops = await tabThrough(page);
  expect(stops.slice(0, 4).map((stop) => stop.name)).toEqual(["Skip to content", "DMWSI", "Devices", "Operations"]);
  const inMain = stops.map((stop) => stop.inMain);
  expect(inMain.lastIndexOf(false)).toBeLessThan(inMain.indexOf(true));
  expect(stops.filter((stop) => !stop.outlined || stop.underHeader)).toEqual([]);
  expect(await page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count()).toBe(0);
});

test("a dialog takes the focus, keeps it, gives it back, and Esc closes it", async ({ page, api }) => {
  await openDevice(page, api);
  const opener = page.getByRole("button", { name: "Start operation" });
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Read values" })).toBeFocused();
  // The menu takes keys once it has been painted, a moment after it has the focus.
  await expect(async () => {
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("menuitem").nth(1)).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Node", { exact: true })).toBeFocused();
  for (let n = 0; n < 12; n += 1) {
    await page.keyboard.press(n < 9 ? "Tab" : "Shift+Tab");
    await expect(dialog.locator(":focus")).toHaveCount(1);
  }
  // A hint that stands open is closed by the first.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden({ timeout: 500 });
  }).toPass();
  await expect(opener).toBeFocused();
});

test("an operation is started by keys alone, and the new page's heading has the focus", async ({ page, api }) => {
  await openDevice(page, api);
  await page.getByRole("button", { name: "Start operation" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Read values" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Nodes")).toBeFocused();
  await page.keyboard.type("./DevInfo/Man");
  await page.keyboard.press("Tab");
  await page.keyboard.type("by keys");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/live\/operations\/op_/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("g and a letter, / and Ctrl+K work outside of fields, and only while single keys are on", async ({ page }) => {
  await page.goto("/live/devices");
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
  const search = searchOf(page);
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.type("go");
  await expect(search).toHaveValue("go");
  await search.fill("");
  await page.keyboard.press("Escape");
  await expect(search).not.toBeFocused();
  await expect(page).toHaveURL("/live/devices");
  // Both keys have to come within a moment, which a slow machine may let pass between them.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await expect(page).toHaveURL("/live/operations", { timeout: 5_000 });
  }).toPass();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  const account = page.getByRole("button", { name: /^Account of/ });
  await openMenu(account);
  const off = page.getByRole("menuitemradio", { name: "Off" });
  await off.click();
  await expect(off).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(account).toBeFocused();
  await page.keyboard.press("/");
  await expect(account).toBeFocused();
  await page.keyboard.press("Control+k");
  await expect(search).toBeFocused();
});

test("who goes on by keys while a menu closes keeps the focus there", async ({ page }) => {
  await page.goto("/live/devices");
  const account = page.getByRole("button", { name: /^Account of/ });
  await openMenu(account);
  // Both keys before the page has time for anything else, as from quick fingers on a slow machine.
  await page.evaluate(async () => {
    const press = (init: KeyboardEventInit) =>
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, ...init }));
    press({ key: "Escape" });
    await Promise.resolve();
    press({ key: "k", ctrlKey: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(searchOf(page)).toBeFocused();
});

test("what goes away when it is pressed leaves the focus where one goes on", async ({ page, api }) => {
  test.slow();
  await page.goto("/live/devices?q=nothing-of-this-name");
  await page.getByText("Clear the filter").focus();
  await page.keyboard.press("Enter");
  const filter = page.getByRole("main").getByRole("textbox");
  await expect(filter).toBeFocused();
  await page.keyboard.type("nothing");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(filter).toBeFocused();

  await page.goto("/live/operations");
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
  const [phone] = await api.devicesOf("phone");
  await api.start(phone?.devId ?? "", "parameter.get", { uris: ["./DevInfo/Man"] });
  await page.getByRole("button", { name: /^Show \d+ newer$/ }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("rowheader").first().getByRole("link")).toBeFocused();

  await page.goto("/admin/audit");
  const more = page.getByRole("button", { name: "Load more" });
  await expect(more).toBeVisible();
  for (let pages = 0; pages < 60 && (await more.isVisible()); pages += 1) {
    await more.press("Enter");
    await expect(page.locator("[aria-disabled=true]")).toHaveCount(0);
  }
  await expect(page.getByText(/ shown, this is all$/)).toBeFocused();
});
