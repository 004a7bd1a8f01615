import type { Page } from "@playwright/test";
import { expect, test } from "./administrator";

const PHONE = { width: 360, height: 740 };
/** As long as a name of a group may be, with nowhere to break it. */
const NAME = `${Date.now()}`.padEnd(128, "W");

async function expectWithinSight(page: Page): Promise<void> {
  const excess = () =>
    page.evaluate(() => {
      const parts = [document.documentElement, ...document.querySelectorAll("[role=dialog], [role=dialog] *")];
      return parts.filter((part) => part.getBoundingClientRect().right > window.innerWidth + 1).length;
    });
  await expect.poll(excess).toBe(0);
}

test("the longest name stays within its page and its dialogs on a phone", async ({ page, api }) => {
  await page.setViewportSize(PHONE);
  const { id } = await api.makeGroup(NAME, "phone");
  await page.goto(`/live/devices/groups/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(NAME);
  await expectWithinSight(page);
  for (const act of ["Change group", "Delete group"]) {
    await page.getByRole("button", { name: act }).first().click();
    await expect(page.getByRole("dialog", { name: NAME })).toBeVisible();
    await expectWithinSight(page);
    await page.getByRole("button", { name: "Close" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});
