import type { Page } from "@playwright/test";
import { expect, test } from "./administrator";

/** Pastes and presses Enter: the one act. */
async function pasteAndGo(page: Page, text: string): Promise<void> {
  await page.goto("/live/operations");
  await page.getByRole("combobox", { name: "Search by number, IMEI or id" }).fill(text);
  await page.keyboard.press("Enter");
}

/** Every address that the browser asks for, so that a number in any of them is found. */
function addressesOf(page: Page): string[] {
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  return addresses;
}

test("a pasted number, with spaces and a label or without, opens its device in one act, and stands in no address", async ({
  page,
  api,
}) => {
  const [phone] = await api.devicesOf("phone");
  if (!phone) throw new Error("Quickstart made no phone.");
  const { id, msisdn, imsi } = phone;
  const imei = phone.devId.slice("IMEI:".length);
  const pasted = [
    `+${msisdn.slice(0, 2)} ${msisdn.slice(2, 5)} ${msisdn.slice(5, 8)} ${msisdn.slice(8)}`,
    `${imei.slice(0, 2)}-${imei.slice(2, 8)}-${imei.slice(8, 14)}-${imei.slice(14)}`,
    phone.devId,
    imsi,
  ];
  const addresses = addressesOf(page);
  for (const text of pasted) {
    await pasteAndGo(page, text);
    await expect(page).toHaveURL(`/live/devices/${id}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${phone.manufacturer} ${phone.model}`);
    for (const number of [msisdn, imei, imsi]) expect(await page.title()).not.toContain(number);
  }
  const told = addresses.filter((address) => [msisdn, imei, imsi].some((number) => address.includes(number)));
  expect(told).toEqual([]);
});

test("MAC and UUID open their devices too", async ({ page, api }) => {
  for (const profile of ["router", "vehicle"]) {
    const [device] = await api.devicesOf(profile);
    if (!device) throw new Error(`Quickstart made no ${profile}.`);
    await pasteAndGo(page, device.devId.replace(/^(MAC|urn:uuid):/, ""));
    await expect(page).toHaveURL(`/live/devices/${device.id}`);
  }
});

test("an id of ours opens its object, from a ticket's link as well", async ({ page, api }) => {
  const [phone] = await api.devicesOf("phone");
  if (!phone) throw new Error("Quickstart made no phone.");
  const operation = await api.start(phone.devId, "parameter.get", { uris: ["./DevInfo/Man"] });
  await pasteAndGo(page, operation.id);
  await expect(page).toHaveURL(`/live/operations/${operation.id}`);
  await page.goto(`/go/${phone.id}`);
  await expect(page).toHaveURL(`/live/devices/${phone.id}`);
});

test("a number that nothing has is said so, and stays out of the address when the devices are searched for it", async ({
  page,
}) => {
  const unknown = "359999999999990";
  const addresses = addressesOf(page);
  await pasteAndGo(page, unknown);
  await expect(page.getByText("Nothing has exactly this number or id.")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/live/devices");
  await expect(page.getByText("No device matches")).toBeVisible();
  expect(addresses.filter((address) => address.includes(unknown))).toEqual([]);
});
