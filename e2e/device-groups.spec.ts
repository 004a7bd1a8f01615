import { expect, test } from "./administrator";

test("a group is made of ids that were pasted, changed, and limits what a system sees", async ({ page, api }) => {
  const [one, two] = await api.devicesOf("router");
  if (!one || !two) throw new Error("Quickstart made no two routers.");
  const name = `Story ${Date.now()}`;
  await page.goto("/live/devices");
  await page.getByRole("link", { name: "Groups" }).click();
  await page.getByRole("button", { name: "New group" }).first().click();
  const question = page.getByRole("dialog", { name: "New device group" });
  await question.getByLabel("Name").fill(name);
  await question.getByRole("radio", { name: "One by one" }).click();
  await question.getByLabel("Devices", { exact: true }).fill(`${one.devId}\nIMEI:000000000000000`);
  await question.getByRole("button", { name: "New group" }).click();
  await expect(question.getByRole("alert")).toBeVisible();
  await expect(question.getByLabel("Devices", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await question.getByLabel("Devices", { exact: true }).fill(one.devId);
  await question.getByRole("button", { name: "New group" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.getByRole("main")).toContainText("1 device");

  await page.getByRole("button", { name: "Change group" }).click();
  const change = page.getByRole("dialog", { name: `Change ${name}` });
  await change.getByLabel("Add devices").fill(two.id);
  await change.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("main")).toContainText("2 devices");
  await expect(page.getByRole("table", { name: "Devices" }).getByRole("rowheader")).toHaveCount(2);

  await page.goto("/admin/systems");
  await page.getByRole("button", { name: "Register a system" }).click();
  const registration = page.getByRole("dialog", { name: "Register an External System" });
  await registration.getByLabel("Name").fill(`Limited ${name}`);
  await registration.getByRole("button", { name: "Register a system" }).click();
  await page.getByRole("button", { name: "I have stored it" }).click();
  await page.getByRole("button", { name: "Change rights" }).click();
  const rights = page.getByRole("dialog", { name: "Change rights" });
  await rights.getByRole("checkbox", { name: /^Only devices of certain groups/ }).check();
  await rights.getByRole("checkbox", { name }).check();
  await rights.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("main").getByText(name, { exact: true })).toBeVisible();

  await page.goto("/live/devices/groups");
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("button", { name: "Delete group" }).click();
  const removal = page.getByRole("dialog", { name: `Delete ${name}?` });
  await removal.getByRole("button", { name: "Delete group" }).click();
  await expect(removal.getByRole("alert")).toContainText(`Limited ${name}`);
});
