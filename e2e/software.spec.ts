import { expect, test } from "./administrator";
import { openMenu } from "./story";

const DONE = { timeout: 80_000 };
/** A component that every simulated phone has. */
const NAME = "Maps";

test("what software a device has is read, and a component is deactivated where it is shown", async ({ page, api }) => {
  test.slow();
  const phone = (await api.devicesOf("phone")).at(2);
  if (!phone) throw new Error("Quickstart made no third phone.");
  // An earlier run left it inactive.
  expect(await api.ended(await api.start(phone.devId, "software.activate", { component: NAME }))).toBe("succeeded");
  await page.goto(`/live/devices/${phone.id}?tab=software`);
  await page.getByRole("button", { name: "Read anew" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Read software" }).click();
  const main = page.getByRole("main");
  await expect(main.getByText("Done, verified", { exact: true })).toBeVisible(DONE);
  await page.getByRole("link", { name: "Open what the device has" }).click();

  const components = page.getByRole("region", { name: "Components" });
  const row = components.getByRole("row").filter({ hasText: NAME });
  await expect(row.getByText("Active", { exact: true })).toBeVisible();
  await openMenu(row.getByRole("button", { name: `What to do with ${NAME}` }));
  await expect(page.getByRole("menuitem", { name: "Activate software", exact: true })).toHaveCount(0);
  await page.getByRole("menuitem", { name: "Deactivate software" }).click();
  const form = page.getByRole("dialog", { name: /^Deactivate software on/ });
  await expect(form).toContainText(NAME);
  await form.getByRole("button", { name: "Deactivate software" }).click();
  await expect(main.getByText("Done, verified", { exact: true })).toBeVisible(DONE);
  await expect(page.getByRole("region", { name: "Result" })).toContainText("StateInactive");

  await page.goto(`/live/devices/${phone.id}?tab=software`);
  await expect(row.getByText("Inactive", { exact: true })).toBeVisible();
});
