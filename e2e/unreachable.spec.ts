import { expect, test } from "./administrator";
import { openMenu } from "./story";

test("an act that the server does not hear says so at once, keeps what was filled in, and is not done later by itself", async ({
  page,
  context,
  api,
}) => {
  const [phone] = await api.devicesOf("phone");
  const reference = `unheard ${Date.now()}`;
  await page.goto(`/live/devices/${phone?.id}`);
  await openMenu(page.getByRole("button", { name: "Start operation" }));
  await page.getByRole("menuitem", { name: "Read values" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Nodes").fill("./DevInfo/Man");
  await dialog.getByLabel("Reference").fill(reference);
  await context.setOffline(true);
  await dialog.getByRole("button", { name: "Read values" }).click();
  await expect(dialog.getByRole("alert")).toContainText("The server did not answer.");
  await expect(dialog.getByLabel("Reference")).toHaveValue(reference);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await context.setOffline(false);
  await page.goto("/live/operations");
  await expect(page.getByRole("table")).toBeVisible();
  await expect(page.getByText(reference)).toHaveCount(0);
});

test("a search that does not reach the server says so, and works again by Enter", async ({ page, context, api }) => {
  const [phone] = await api.devicesOf("phone");
  await page.goto("/live/operations");
  const search = page.getByRole("combobox", { name: "Search" });
  await search.fill(phone?.devId ?? "");
  await context.setOffline(true);
  await search.press("Enter");
  await expect(page.getByText("The search did not reach the server.")).toBeVisible();
  await context.setOffline(false);
  await search.press("Enter");
  await expect(page).toHaveURL(`/live/devices/${phone?.id}`);
});
