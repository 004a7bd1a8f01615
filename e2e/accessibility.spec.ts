import type { Page } from "@playwright/test";
import axe from "axe-core";
import { expect, test } from "./administrator";
import { oneOfEach } from "./one-of-each";
import { pageAddresses } from "./page-routes";

/** WCAG 2.2 AA is all of these. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const THEMES = ["light", "dark"];
const TABS = ["tree", "operations", "sessions", "software"];

/** What axe finds on the page as it stands, one line for each place. */
async function findingsOn(page: Page): Promise<string[]> {
  const results = await page.evaluate((tags) => {
    const { axe: inPage } = window as unknown as { readonly axe: typeof axe };
    return inPage.run(document, { runOnly: tags, resultTypes: ["violations"] });
  }, TAGS);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary?.replaceAll(/\s+/g, " ")}`,
    ),
  );
}

async function findingsInAllColours(page: Page, where: string): Promise<string[]> {
  const findings: string[] = [];
  for (const theme of THEMES) {
    await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
    const first = await findingsOn(page);
    // A chip that changes its state while it is looked at has colours of both; a fault of the page is there again.
    const again = first.length > 0 ? new Set(await findingsOn(page)) : new Set();
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
    findings.push(...(await findingsInAllColours(page, address)));
  }
  expect(findings).toEqual([]);
});
