import type { Page } from "@playwright/test";
import { expect, test } from "./administrator";
import type { ApiDevice } from "./public-api";
import { openMenu } from "./story";

/** A device is pushed to, calls in and proves itself; a simulated one may lose a nonce or two on the way. */
const DONE = { timeout: 80_000 };

/** Quickstart's phone out of the box: of its simulated devices the one that takes bootstraps. It gets one at each start. */
const OUT_OF_THE_BOX = "factory-new";

let phone: ApiDevice;
let newPhone: ApiDevice;
test.beforeAll(async ({ api }) => {
  const one = (await api.devicesOf("phone")).at(3);
  const [other] = await api.devicesOf(OUT_OF_THE_BOX);
  if (!one || !other) throw new Error("Quickstart made no fourth phone, or none without an account.");
  phone = one;
  newPhone = other;
});

const reachOf = (page: Page) => page.getByRole("region", { name: "How it is reached" });

async function openReach(page: Page, device: ApiDevice) {
  await page.goto(`/live/devices/${device.id}`);
  const reach = reachOf(page);
  await expect(reach.getByText("sim-http", { exact: true }).first()).toBeVisible();
  return reach;
}

test("a channel's test sends one wake-up and shows what the other end answered", async ({ page }) => {
  const reach = await openReach(page, phone);
  await reach.getByRole("button", { name: "Test sim-http" }).click();
  await expect(reach.getByRole("status").getByText(/^Accepted for http.* number [0-9A-F]{1,4}\.$/)).toBeVisible();
  await expect(reach.getByRole("listitem").filter({ hasText: "Wake-up" }).first()).toContainText("accepted");
});

test("channels are set in their order; what cannot be is said where it is", async ({ page }) => {
  const reach = await openReach(page, phone);
  await reach.getByRole("button", { name: "Set channels" }).click();
  const dialog = page.getByRole("dialog", { name: "Set channels" });
  await dialog.getByRole("button", { name: "Add a channel" }).click();
  await dialog.getByRole("button", { name: "Save channels" }).click();
  await expect(dialog.getByRole("alert")).toContainText("This channel needs an address");
  const second = dialog.getByRole("group", { name: "Choice 2" });
  await expect(second.getByLabel("Address")).toHaveAttribute("aria-invalid", "true");
  await second.getByLabel("Address").fill("127.0.0.1:9");
  await dialog.getByRole("button", { name: "Save channels" }).click();
  await expect(dialog).toBeHidden();
  await expect(reach.getByText("127.0.0.1:9")).toBeVisible();
  await reach.getByRole("button", { name: "Set channels" }).click();
  await dialog.getByRole("button", { name: "Remove choice 2" }).click();
  await dialog.getByRole("button", { name: "Save channels" }).click();
  await expect(reach.getByText("127.0.0.1:9")).toBeHidden();
});

test("credentials that are replaced lock the device out, and a bootstrap brings it a new account", async ({ page }) => {
  const reach = await openReach(page, newPhone);
  await reach.getByRole("button", { name: "Set credentials" }).click();
  const dialog = page.getByRole("dialog", { name: "Set credentials" });
  const device = dialog.getByRole("group", { name: "The device proves itself" });
  await device.getByLabel("Secret", { exact: true }).fill("short");
  await dialog.getByRole("button", { name: "Replace credentials" }).click();
  await expect(device.getByLabel("Secret", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await device.getByLabel("Secret", { exact: true }).fill("");
  await dialog.getByRole("button", { name: "Replace credentials" }).click();
  await expect(dialog).toBeHidden();

  await openMenu(page.getByRole("button", { name: "Start operation" }));
  await page.getByRole("menuitem", { name: "Bootstrap" }).click();
  const form = page.getByRole("dialog", { name: /^Bootstrap on IMEI/ });
  await form.getByLabel("Protected by").selectOption("A PIN that its user knows");
  await expect(form.getByLabel("PIN")).toBeVisible();
  await form.getByLabel("Protected by").selectOption("Its IMSI");
  await expect(form.getByLabel("PIN")).toBeHidden();
  await form.getByLabel("Channel").selectOption("sim-http");
  await form.getByRole("button", { name: "Bootstrap" }).click();
  await expect(page).toHaveURL(/\/live\/operations\/op_\w+$/);
  await expect(page.getByRole("main").getByText("Done, verified", { exact: true })).toBeVisible(DONE);
});
