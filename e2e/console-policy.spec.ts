import type { Page } from "@playwright/test";
import { expect, test } from "./administrator";
import { pageAddresses } from "./page-routes";
import { watchPage } from "./page-watch";
import { openMenu } from "./story";

/** Would run a script, load an image or end the page's text, were it ever taken for markup. */
const MARKUP = `"><img src=x onerror=alert(1)>`;
const MODEL = `${MARKUP}</script>`;
const TABS = ["tree", "operations", "sessions"];

let addresses: readonly string[];
let device: { readonly id: string };
test.beforeAll(async ({ api }) => {
  const devId = `IMEI:${String(Date.now()).padStart(15, "8")}`;
  device = await api.register({ devId, manufacturer: MARKUP, model: MODEL, tags: ["markup"] });
  const operation = await api.start(devId, "parameter.set", { values: [{ uri: "./A", value: MARKUP }] }, MARKUP);
  const content = await api.takeIn({ name: `${MARKUP}.bin` });
  const group = await api.makeGroup(`${MARKUP} ${Date.now()}`, "markup");
  const pages = pageAddresses({
    device: device.id,
    operation: operation.id,
    system: api.systemId,
    content: content.id,
    group: group.id,
    subscription: (await api.someSubscription()).id,
  });
  addresses = [...pages, ...TABS.map((tab) => `/live/devices/${device.id}?tab=${tab}`), "/live/nowhere"];
});

/** Scripts of `page` may come by this answer's nonce only, and none may make code of text. */
async function policyOf(page: Page, address: string): Promise<string> {
  const answer = await page.goto(address, { waitUntil: "networkidle" }).catch(() => null);
  return /script-src ([^;]+)/.exec(answer?.headers()["content-security-policy"] ?? "")?.[1] ?? "";
}

/** What markup would have left behind: an element of its own, or a dialog. */
async function madeElements(page: Page): Promise<number> {
  return page.locator("img[src='x'], [onerror]").count();
}

test("trust:console-csp: no page breaks its policy or makes code of text, and a device's markup is text everywhere", async ({
  page,
}) => {
  test.slow();
  const { findings } = await watchPage(page);
  page.on("dialog", (dialog) => {
    findings.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  let clean = 0;
  for (const address of addresses) {
    const before = findings.length;
    const policy = await policyOf(page, address);
    expect(policy, address).toMatch(/^'self' 'nonce-[\w+/=]+' 'strict-dynamic'$/);
    expect(await madeElements(page), address).toBe(0);
    // Not found is this page's answer; the browser writes that into its console.
    const odd = findings.slice(before).filter((text) => address !== "/live/nowhere" || !text.includes("404"));
    expect(odd, address).toEqual([]);
    clean += 1;
  }
  console.log(`console-csp ${clean}/${addresses.length}`);
  expect(clean).toBe(addresses.length);
});

test("trust:console-csp: the markup is read as it was written: in list, heading, title, facts, search and dialog", async ({
  page,
}) => {
  const { findings } = await watchPage(page);
  await page.goto("/live/devices");
  await expect(page.getByRole("row").filter({ hasText: MODEL }).first()).toContainText(`${MARKUP} ${MODEL}`);
  await page.goto(`/live/devices/${device.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${MARKUP} ${MODEL}`);
  await expect.poll(() => page.title()).toContain(MODEL);
  await openMenu(page.getByRole("button", { name: "Start operation" }));
  await page.getByRole("menuitem", { name: "Read values" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Operations", exact: true }).last().click();
  await page.getByRole("table", { name: "Tasks" }).getByRole("link", { name: "Set values" }).click();
  await expect(page.getByRole("main").getByText(MARKUP).first()).toBeVisible();
  expect(await madeElements(page)).toBe(0);
  expect(findings).toEqual([]);
});
