import { expect, test } from "./administrator";
import { oneOfEach } from "./one-of-each";
import { pageAddresses } from "./page-routes";

/** Those lead on to others. */
const LEADS_ON = /^\/($|go\/|live$|new-password$|sign-in$)/;

test("every page has a title of its own, also of two groups", async ({ page, api }) => {
  test.slow();
  const [ids, others] = [await oneOfEach(api), await oneOfEach(api)];
  const addresses = [...pageAddresses(ids), `/live/devices/groups/${others.group}`, `/live/content/${others.content}`];
  const titles = new Map<string, string>();
  for (const address of addresses.filter((one) => !LEADS_ON.test(one))) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    titles.set(address, await page.title());
  }
  const known = [...titles.values()];
  expect([...titles].filter(([, title]) => known.indexOf(title) !== known.lastIndexOf(title))).toEqual([]);
});
