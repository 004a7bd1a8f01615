import type { Locator, Page } from "@playwright/test";
import axe from "axe-core";
import { expect, test } from "./administrator";
import { oneOfEach } from "./one-of-each";
import { pageAddresses } from "./page-routes";
import { openMenu } from "./story";

/** WCAG 2.2 AA is all of these. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const THEMES = ["light", "dark"];
const TABS = ["tree", "operations", "sessions", "software"];

declare global {
  interface Window {
    /** As the pages have it, by their init script. */
    readonly axe: typeof axe;
  }
}

/** What axe finds in the parts of the page that a selector names, as they stand: one line for each place. */
async function findingsOn(page: Page, part: string): Promise<string[]> {
  const results = await page.evaluate(
    ({ tags, selector }) => {
      return window.axe.run(selector, { runOnly: tags, resultTypes: ["violations"] });
    },
    { tags: TAGS, selector: part },
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary?.replaceAll(/\s+/g, " ")}`,
    ),
  );
}

async function findingsInColours(page: Page, where: string, themes: readonly string[], part: string) {
  const findings: string[] = [];
  for (const theme of themes) {
    await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
    const first = await findingsOn(page, part);
    // A chip that changes its state while it is looked at has colours of both; a fault of the page is there again.
    const again = first.length > 0 ? new Set(await findingsOn(page, part)) : new Set();
    const lasting = first.filter((finding) => again.has(finding));
    findings.push(...lasting.map((finding) => `${where}, ${theme}: ${finding}`));
  }
  return findings;
}

test("no page breaks a rule of WCAG 2.2 AA, in light or in dark", async ({ page, api }) => {
  test.slow();
  const ids = await oneOfEach(api);
  const addresses = [...pageAddresses(ids), ...TABS.map((tab) => `/live/devices/${ids.device}?tab=${tab}`)];
  // A colour on its way to another has no contrast of its own.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.addInitScript({ content: axe.source });
  const findings: string[] = [];
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    // What is still loading is looked at when it is there.
    await expect(page.locator("main .animate-skeleton")).toHaveCount(0);
    findings.push(...(await findingsInColours(page, address, THEMES, "html")));
  }
  expect(findings).toEqual([]);
});

/** Pages, and the buttons on each that open a menu or a dialog; a menu's item that opens a dialog stands behind it. */
const OPENERS = [
  {
    address: "/live/devices/:device",
    opens: [["Account"], ["Start operation"], ["Start operation", "Set values"], ["Set channels"], ["Set credentials"]],
  },
  { address: "/live/devices/groups", opens: [["New group"]] },
  { address: "/live/content", opens: [["Add content"]] },
  { address: "/live/content/signing-keys", opens: [["Register key"]] },
  { address: "/admin/users", opens: [["Add a person"]] },
  { address: "/live/events/subscriptions", opens: [["Create subscription"]] },
  { address: "/live/events/grants", opens: [["Give grant"]] },
  { address: "/admin/systems/:system", opens: [["Change rights"], ["Add a credential"]] },
] as const;

function openerOf(page: Page, name: string): Locator {
  return page.getByRole("button", { name }).first();
}

// In one theme: they are made of what the pages are made of, which are looked at in both.
test("no menu and no dialog breaks a rule of WCAG 2.2 AA", async ({ page, api }) => {
  test.slow();
  const [device] = await api.devicesOf("phone");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.addInitScript({ content: axe.source });
  const findings: string[] = [];
  for (const { address, opens } of OPENERS) {
    await page.goto(address.replace(":device", device?.id ?? "").replace(":system", api.systemId));
    for (const [button, item] of opens) {
      const opener = openerOf(page, button);
      const isMenu = (await opener.getAttribute("aria-haspopup")) === "menu";
      if (isMenu) await openMenu(opener);
      else await opener.click();
      if (item) await page.getByRole("menuitem", { name: item }).click();
      const part = isMenu && !item ? "menu" : "dialog";
      await expect(page.getByRole(part)).toBeVisible();
      findings.push(...(await findingsInColours(page, `${address} ${item ?? button}`, ["dark"], `[role=${part}]`)));
      await page.keyboard.press("Escape");
      await expect(page.getByRole(part)).toHaveCount(0);
    }
  }
  expect(findings).toEqual([]);
});
