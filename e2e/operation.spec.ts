import type { Page } from "@playwright/test";
import { expect, test } from "./administrator";
import type { ApiDevice } from "./public-api";
import { openMenu } from "./story";

/** A device is woken, calls in and answers; a simulated one may lose a nonce or two on the way. */
const DONE = { timeout: 80_000 };

let phone: ApiDevice;
test.beforeAll(async ({ api }) => {
  const found = (await api.devicesOf("phone")).at(2);
  if (!found) throw new Error("Quickstart made no third phone.");
  phone = found;
  await api.ended(await api.start(phone.devId, "parameter.get", { uris: ["./DevInfo/Man"] }));
});

/** Opens the form of one kind of operation from the device's page. */
async function openForm(page: Page, act: string): Promise<void> {
  await page.goto(`/live/devices/${phone.id}`);
  await openMenu(page.getByRole("button", { name: "Start operation" }));
  await page.getByRole("menuitem", { name: act }).click();
  await expect(page.getByRole("dialog", { name: `${act} on IMEI …${phone.devId.slice(-4)}` })).toBeVisible();
}

/** Sends the form; the operation's page opens. A mark in the page's memory tells later whether it was ever reloaded. */
async function send(page: Page, act: string): Promise<void> {
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  await page.getByRole("dialog").getByRole("button", { name: act }).click();
  await expect(page).toHaveURL(/\/live\/operations\/op_\w+$/);
}

async function expectLive(page: Page, state: string): Promise<void> {
  await expect(page.getByRole("main").getByText(state, { exact: true })).toBeVisible(DONE);
  expect(await page.evaluate(() => "notReloaded" in window)).toBe(true);
}

const stepsOf = (page: Page) => page.getByRole("region", { name: "Steps" }).getByRole("listitem");

test("values that are read appear on the operation's page without a reload", async ({ page }) => {
  await openForm(page, "Read values");
  await page.getByLabel("Nodes").fill("./DevDetail/FwV\n./DevInfo/Mod");
  await page.getByLabel("Reference").fill("ticket-4711");
  await send(page, "Read values");
  await expectLive(page, "Done, not verified");
  const values = page.getByRole("table", { name: "Values that were read" });
  await expect(values.getByRole("row", { name: /\.\/DevDetail\/FwV/ })).toContainText("NM210-4.18.3");
  await expect(values.getByRole("row", { name: /\.\/DevInfo\/Mod/ })).toContainText(phone.model);
  await expect(stepsOf(page)).toHaveText([/Get\.\/DevDetail\/FwV200Done/, /Get\.\/DevInfo\/Mod200Done/]);
  await expect(page.getByRole("main").getByText("ticket-4711")).toBeVisible();
});

test("a value that is set is read back, and every step has its code and meaning", async ({ page }) => {
  const name = `story-${Date.now().toString(36)}`;
  await openForm(page, "Set values");
  await page.getByLabel("Node", { exact: true }).fill("./Settings/Wifi/Ssid");
  await page.getByLabel("Value", { exact: true }).fill(name);
  await send(page, "Set values");
  await expectLive(page, "Done, verified");
  await expect(page.getByRole("row", { name: /\.\/Settings\/Wifi\/Ssid/ })).toContainText(name);
  await expect(stepsOf(page)).toHaveText([/Get.*200Done/, /Replace.*200Done/, /Get.*200Done/]);
});

test("a node that the device refuses is named with its code and what the code means", async ({ page }) => {
  await openForm(page, "Set values");
  await page.getByLabel("Node", { exact: true }).fill("./DevInfo/Man");
  await page.getByLabel("Value", { exact: true }).fill("x");
  await send(page, "Set values");
  await expectLive(page, "Refused by device");
  await expect(page.getByRole("row", { name: /\.\/DevInfo\/Man/ })).toContainText(/405.*Command not allowed/);
  await expect(stepsOf(page).filter({ hasText: "Replace" })).toContainText(
    "405This command is not allowed on this node",
  );
});

test("what the server finds wrong is said at the field, and nothing is started", async ({ page }) => {
  await openForm(page, "Set values");
  const node = page.getByLabel("Node", { exact: true });
  await node.fill("not a node");
  await page.getByRole("dialog").getByRole("button", { name: "Set values" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "One field is not right yet" })).toBeVisible();
  await expect(node).toBeFocused();
  await expect(node).toHaveAttribute("aria-invalid", "true");
  await expect(node).toHaveAccessibleDescription(/A node's URI looks like/);
  await expect(page).toHaveURL(`/live/devices/${phone.id}`);
});

test("a device without a way to be woken shows why its operation waits and what ends the waiting", async ({
  page,
  api,
}) => {
  const devId = `IMEI:${String(Date.now()).padStart(15, "9")}`;
  const sleeper = await api.register({ devId, manufacturer: "Quiet", model: "Q-1" });
  const operation = await api.start(devId, "parameter.get", { uris: ["./DevInfo/Man"] });
  await page.goto(`/live/operations/${operation.id}`);
  await expect(page.getByTestId("why-not-yet")).toContainText(/Why not yet:.+Since.+lifted by/);
  await page.goto(`/live/devices/${sleeper.id}`);
  await expect(page.getByRole("main").getByText("Never seen")).toBeVisible();
  await expect(page.getByRole("main")).toContainText(/Why not yet:/);
});
