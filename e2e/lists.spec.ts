import { expect, test } from "./administrator";
import { oneOfEach } from "./one-of-each";

const LISTS = [
  "/live/devices",
  "/live/devices/groups",
  "/live/operations",
  "/live/content",
  "/live/events",
  "/live/events/deliveries",
  "/live/events/subscriptions",
  "/admin/systems",
];
const WIDTHS = [768, 1280, 1440];
/** What names itself at more length may be cut. */
const SHORT = 32;

test("no list cuts a short name of its rows, whatever its other columns hold", async ({ page, api }) => {
  test.slow();
  const { operation } = await oneOfEach(api);
  const [phone] = await api.devicesOf("phone");
  await api.start(
    phone?.devId ?? "",
    "parameter.get",
    { uris: ["./DevInfo/Man"] },
    "a long reference ".repeat(7).trim(),
  );
  await api.ended({ id: operation });
  const cut: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    for (const list of LISTS) {
      await page.goto(list);
      const names = page.getByRole("main").getByRole("rowheader").getByRole("link");
      // Nothing has to be in a list of deliveries.
      await expect(names.first().or(page.getByText("Nothing was delivered yet"))).toBeVisible();
      const found = await names.evaluateAll(
        (links, most) =>
          links
            .filter(({ textContent }) => (textContent ?? "").length <= most)
            .filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1)
            .map(({ textContent }) => textContent),
        SHORT,
      );
      cut.push(...found.map((name) => `${list} at ${width}: ${name}`));
    }
  }
  expect(cut).toEqual([]);
});
