import { expect, test } from "./administrator";
import type { ApiDevice } from "./public-api";

let phone: ApiDevice;
test.beforeAll(async ({ api }) => {
  const found = (await api.devicesOf("phone")).at(1);
  if (!found) throw new Error("Quickstart made no second phone.");
  phone = found;
  await api.ended(await api.start(phone.devId, "device.discover", { nodesMax: 500 }, "inventory"));
});

test("the summary says who the device is, whether it can be reached, and what was done last", async ({ page }) => {
  await page.goto(`/live/devices/${phone.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${phone.manufacturer} ${phone.model}`);
  const main = page.getByRole("main");
  await expect(main.getByText(/^(Reachable|In session)$/)).toBeVisible();
  await expect(main.getByText("Called in")).toBeVisible();
  for (const fact of [phone.model, `+${phone.msisdn}`, phone.imsi, "NM210-4.18.3", "Europe/Berlin"]) {
    await expect(main.getByText(fact, { exact: true }).first()).toBeVisible();
  }
  await expect(
    main.getByRole("table", { name: "Tasks" }).getByRole("link", { name: "Discover device" }).first(),
  ).toBeVisible();
});

test("the tree shows what was read and, by arrow keys, opens branch by branch", async ({ page }) => {
  await page.goto(`/live/devices/${phone.id}`);
  await page.getByRole("link", { name: "Tree", exact: true }).click();
  const tree = page.getByRole("treegrid", { name: "Management tree" });
  const branch = tree.getByRole("row", { name: /^DevDetail/ });
  await branch.focus();
  await page.keyboard.press("ArrowRight");
  await expect(branch).toHaveAttribute("aria-expanded", "true");
  await expect(tree.getByRole("row", { name: /^FwV/ })).toContainText("NM210-4.18.3");
  await page.keyboard.press("ArrowLeft");
  await expect(branch).toHaveAttribute("aria-expanded", "false");
  await expect(branch).toBeFocused();
});

test("the operations list leads to the operation", async ({ page }) => {
  await page.goto(`/live/devices/${phone.id}?tab=operations`);
  await page.getByRole("link", { name: "Discover device" }).first().click();
  await expect(page).toHaveURL(/\/live\/operations\/op_\w+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Discover device on IMEI …${phone.devId.slice(-4)}`);
});

/** What stands where a secret stood in the messages. */
function secretsIn(xml: string): (string | undefined)[] {
  return [
    ...[...xml.matchAll(/<Cred>[\s\S]*?<\/Cred>/g)].map(([cred]) => /<Data>([^<]*)<\/Data>/.exec(cred)?.[1]),
    ...[...xml.matchAll(/<NextNonce[^>]*>([^<]*)</g)].map((match) => match[1]),
    ...[...xml.matchAll(/[?&]s=([^<&\s]+)/g)].map((match) => match[1]),
  ];
}

test("a session is shown command by command, every code with its meaning, and as XML without a secret", async ({
  page,
}) => {
  await page.goto(`/live/devices/${phone.id}?tab=sessions`);
  const messages = page.getByRole("article");
  await expect(messages.getByText("OK: Done").first()).toBeVisible();
  await page.getByRole("radio", { name: "XML" }).click();
  await expect(messages.first().getByText("SyncHdr").first()).toBeVisible();
  // The session may be going on while it is looked at.
  await expect(async () => {
    const secrets = secretsIn((await messages.allInnerTexts()).join("\n"));
    expect(secrets.length).toBeGreaterThan(1);
    expect(new Set(secrets)).toEqual(new Set(["******"]));
  }).toPass();
});

test("the session that is read stays open, in its form, while the device calls in again", async ({ page, api }) => {
  await page.goto(`/live/devices/${phone.id}?tab=sessions`);
  const sessions = page.getByRole("navigation", { name: "Sessions" });
  const open = sessions.locator("[aria-current]");
  const address = await open.getAttribute("href");
  await page.getByRole("radio", { name: "XML" }).click();
  await api.ended(await api.start(phone.devId, "parameter.get", { uris: ["./DevInfo/Man"] }));
  await expect(sessions.getByRole("link").first()).not.toHaveAttribute("aria-current", "true");
  expect(await open.getAttribute("href")).toBe(address);
  await expect(page.getByRole("radio", { name: "XML" })).toBeChecked();
});

test("what does not exist looks like what is not ours, and the search stays at hand", async ({ page }) => {
  for (const path of [
    "/live/devices/dev_00000000000000000000000000",
    `/sandbox/devices/${phone.id}`,
    "/live/operations/op_x",
  ]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing here");
    await expect(page.getByRole("combobox", { name: "Search by number, IMEI or id" })).toBeVisible();
  }
});
