import { expect, test } from "./administrator";
import { openMenu } from "./story";

/** A phone is woken, gets the package, restarts, reports, and is asked for its version. */
const DONE = { timeout: 80_000 };

test("a firmware that fits is chosen on the device's page, and the device shows the new version", async ({
  page,
  api,
}) => {
  test.slow();
  const phone = (await api.devicesOf("phone")).at(3);
  if (!phone) throw new Error("Quickstart made no fourth phone.");
  await api.ended(await api.start(phone.devId, "parameter.get", { uris: ["./DevInfo/Man"] }));
  const { manufacturer, model } = phone;
  const version = `NM210-9.${Math.floor(Date.now() / 1_000)}`;
  await api.takeIn(
    { name: "fits.bin", version, manufacturer, model },
    `simulated-package/1\nversion: ${version}\nmodel: ${model}\n\n`,
  );
  await api.takeIn({ name: "other.bin", version: "1", manufacturer, model: "Another" });

  await page.goto(`/live/devices/${phone.id}`);
  await openMenu(page.getByRole("button", { name: "Start operation" }));
  await page.getByRole("menuitem", { name: "Update firmware" }).click();
  const form = page.getByRole("dialog", { name: /^Update firmware on/ });
  const content = form.getByLabel("Firmware", { exact: true });
  const ready = content.getByRole("option", { name: version });
  await expect(ready).toBeEnabled();
  await expect(content.getByRole("option", { name: /other\.bin.*\(not for this device\)/ }).first()).toBeDisabled();
  await content.selectOption(await ready.getAttribute("value"));
  await form.getByRole("button", { name: "Update firmware" }).click();
  await expect(page).toHaveURL(/\/live\/operations\/op_\w+$/);
  await expect(page.getByRole("main").getByText("Done, verified", { exact: true })).toBeVisible(DONE);
  await expect(page.getByRole("region", { name: "Result" })).toContainText(`Version read at last${version}`);
  await expect(page.getByRole("region", { name: "Steps" })).toContainText("Offered to the device");
  await page.goto(`/live/devices/${phone.id}`);
  await expect(page.getByRole("main")).toContainText(version);
});

test("a firmware that the device does not take ends with what the device said and what that means", async ({
  page,
  api,
}) => {
  test.slow();
  const phone = (await api.devicesOf("phone")).at(4);
  if (!phone) throw new Error("Quickstart made no fifth phone.");
  await api.ended(await api.start(phone.devId, "parameter.get", { uris: ["./DevInfo/Man"] }));
  const { manufacturer, model } = phone;
  const version = `NM210-9.${Math.floor(Date.now() / 1_000)}`;
  const facts = { name: "wrong-inside.bin", version, manufacturer, model };
  // It was registered for this model, and the package itself says another.
  const { id } = await api.takeIn(facts, `simulated-package/1\nversion: ${version}\nmodel: Another\n\n`);

  await page.goto(`/live/devices/${phone.id}?tab=software`);
  const ready = page.getByRole("region", { name: "Ready for devices" });
  const row = ready.getByRole("row").filter({ hasText: version });
  await row.getByRole("button", { name: "Update firmware" }).click();
  const form = page.getByRole("dialog", { name: /^Update firmware on/ });
  await expect(form.getByLabel("Firmware", { exact: true })).toHaveValue(id);
  await form.getByRole("button", { name: "Update firmware" }).click();
  await expect(page).toHaveURL(/\/live\/operations\/op_\w+$/);
  const main = page.getByRole("main");
  await expect(main.getByText(/^(Failed|Refused by device)$/).first()).toBeVisible(DONE);
  await expect(page.getByRole("region", { name: "Result" })).toContainText("403The package does not fit the device");
  await expect(page.getByRole("region", { name: "Download" })).toContainText("All octets went out.");
});
