import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { expect, test } from "./administrator";

/** What came, once its signature was found to be right. */
interface Receiver {
  readonly url: string;
  readonly taken: { readonly id: string; readonly type: string }[];
  /** What it answers, and with which secrets it checks. */
  status: number;
  secrets: readonly string[];
  close(): Promise<void>;
}

async function openReceiver(): Promise<Receiver> {
  const receiver: Omit<Receiver, "url" | "close"> = { taken: [], status: 204, secrets: [] };
  const server: Server = createServer(async (request, response) => {
    const body = await textOf(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const isGenuine = receiver.secrets.every((secret) => new Webhook(secret).verify(body, headers));
    if (isGenuine && receiver.status < 300) receiver.taken.push(JSON.parse(body));
    response.writeHead(receiver.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

let receiver: Receiver;
test.beforeAll(async () => {
  receiver = await openReceiver();
});
test.afterAll(() => receiver.close());

/** Asks for an act of the page and says yes to its question. */
async function act(
  page: Page,
  name: string,
  title: string,
  fill?: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>,
) {
  await page.getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: title });
  await fill?.(dialog);
  await dialog.getByRole("button", { name, exact: true }).click();
  return dialog;
}

test("an administrator has a system's events pushed, sees them arrive, and sends again what was given up or missed", async ({
  page,
  api,
}) => {
  test.slow();
  const name = `Story ${Date.now()}`;
  const [router] = await api.devicesOf("router");
  if (!router) throw new Error("Quickstart made no router.");
  await page.goto("/live/events/subscriptions");
  await page.getByRole("button", { name: "Create subscription" }).first().click();
  const form = page.getByRole("dialog", { name: "Create a subscription" });
  await form.getByLabel("System").selectOption(api.systemId);
  await form.getByLabel("Address").fill("http://169.254.169.254/latest");
  await form.getByLabel("Description").fill(name);
  await form.getByRole("button", { name: "Create subscription" }).click();
  await expect(form.getByRole("alert")).toContainText("https");
  await form.getByLabel("Address").fill(receiver.url);
  await form.getByLabel("Types").fill("task.*");
  await form.getByLabel("Only of devices").fill("model is");
  await form.getByRole("button", { name: "Create subscription" }).click();
  await expect(form.getByRole("alert")).toContainText("Column 7");
  // What other stories have left to do is none of this one's.
  const filter = `devId = ${JSON.stringify(router.devId)}`;
  await form.getByLabel("Only of devices").fill(filter);
  await form.getByRole("button", { name: "Create subscription" }).click();

  const shown = page.getByRole("dialog", { name: "The signing secret, shown once" });
  const first = (await shown.locator("code").textContent()) ?? "";
  expect(first).toMatch(/^whsec_/);
  receiver.secrets = [first];
  await shown.getByRole("button", { name: "I have stored it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.getByText(first)).toHaveCount(0);
  await expect(page.getByText(filter)).toBeVisible();
  const subscription = page.url();

  await act(page, "Send test message", "Send a test message?");
  const panel = page.getByRole("dialog", { name: "subscription.test" });
  await expect(panel.getByText("Delivered", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByRole("cell", { name: "204" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.goto(subscription);
  await act(page, "New signing secret", "Make a new signing secret");
  const second = (await shown.locator("code").textContent()) ?? "";
  receiver.secrets = [first, second];
  await shown.getByRole("button", { name: "I have stored it" }).click();
  await expect(page.getByRole("heading", { name: "Secrets that sign" })).toBeVisible();

  const operation = await api.start(router.devId, "parameter.get", { uris: ["./DevInfo/Man"] });
  expect(await api.ended(operation)).toBe("succeeded");
  await expect.poll(() => receiver.taken.filter(({ type }) => type === "dmwsi.task.succeeded.v1").length).toBe(1);

  await page.getByRole("link", { name: "All deliveries" }).click();
  await page.getByRole("link", { name: "task.succeeded" }).first().click();
  const delivery = page.getByRole("dialog", { name: "task.succeeded" });
  await expect(delivery.getByText(operation.id).first()).toBeVisible();
  await delivery.getByRole("button", { name: "Redeliver event" }).click();
  const idsTaken = () => receiver.taken.filter(({ type }) => type === "dmwsi.task.succeeded.v1").map(({ id }) => id);
  await expect.poll(() => idsTaken().length, { timeout: 30_000 }).toBe(2);
  expect(new Set(idsTaken()).size, "the same event, under the same id").toBe(1);
  await page.keyboard.press("Escape");
  await expect(delivery).toBeHidden();
  const parked = await act(page, "Redeliver parked", "Redeliver what was given up, of this subscription?", (dialog) =>
    expect(dialog.getByText("No event is parked: there is nothing to send again.")).toBeVisible(),
  );
  await expect(parked.getByText("There was nothing to send again.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(parked).toBeHidden();

  await page.getByRole("combobox", { name: "Search by number, IMEI or id" }).fill(subscription.split("/").at(-1) ?? "");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(subscription);
  const again = await act(page, "Send again since", "Send again what was missed", async (dialog) => {
    await dialog.getByLabel("Since").fill("2026-01-01T00:00");
    await dialog.getByRole("radio", { name: "All of them" }).click();
    await expect(dialog.getByRole("status").filter({ hasText: /events? will be sent again/ })).toBeVisible();
  });
  await expect(again.getByRole("status").filter({ hasText: /events? (is|are) sent again/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(again).toBeHidden();

  await act(page, "Pause subscription", "Pause the subscription?");
  await expect(page.getByText("Somebody paused it.")).toBeVisible();
  await act(page, "Resume subscription", "Resume the subscription?");
  await expect(page.getByText("Somebody paused it.")).toBeHidden();
  await act(page, "Delete subscription", "Delete the subscription?");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Subscriptions");
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("events are listed as they happen, narrowed by type, and read one by one with the keys", async ({ page, api }) => {
  const [phone] = await api.devicesOf("phone");
  const reference = `story ${Date.now()}`;
  await page.goto("/live/events?type=operation.created");
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
  const operation = await api.start(phone?.devId ?? "", "parameter.get", { uris: ["./DevInfo/Man"] }, reference);
  const newer = page.getByRole("button", { name: /^Show \d+ newer$/ });
  const row = page.getByRole("row").filter({ hasText: reference });
  await expect(async () => {
    if (await newer.isVisible()) await newer.click();
    await expect(row).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await row.getByRole("link").click();
  const panel = page.getByRole("dialog", { name: "operation.created" });
  await expect(panel).toContainText(operation.id);
  await page.keyboard.press("]");
  await expect(panel).not.toContainText(operation.id);
  await page.keyboard.press("[");
  await expect(panel).toContainText(operation.id);
  await page.keyboard.press("Escape");
  await expect(row.getByRole("link")).toBeFocused();
  await page.keyboard.press("Enter");
  await panel.getByRole("link", { name: "Operation" }).click();
  await expect(page).toHaveURL(`/live/operations/${operation.id}`);
});

test("an administrator gives a grant for both sides and ends it", async ({ page }) => {
  await page.goto("/live/events/grants");
  const rows = page.getByRole("row", { name: "quickstart-billing to quickstart" });
  await expect(page.getByRole("table", { name: "Grants" })).toBeVisible();
  const before = await rows.count();
  await page.getByRole("button", { name: "Give grant" }).first().click();
  const form = page.getByRole("dialog", { name: "Give a grant" });
  await form.getByLabel("Results of").selectOption({ label: "quickstart-billing" });
  await form.getByLabel("May go to").selectOption({ label: "quickstart" });
  await form.getByLabel("Kinds of operations").fill("coffee.make");
  await form.getByRole("button", { name: "Give grant" }).click();
  await expect(form.getByRole("alert")).toContainText("There is no operation of this kind");
  await form.getByLabel("Kinds of operations").fill("firmware.*");
  await form.getByRole("button", { name: "Give grant" }).click();
  await expect(rows).toHaveCount(before + 1);
  // The newest first; one that an earlier run left stays as it is.
  const row = rows.first();
  await expect(row.getByRole("cell", { name: "In force", exact: true })).toBeVisible();
  await row.getByRole("button", { name: "End grant from quickstart-billing to quickstart" }).click();
  const question = page.getByRole("dialog", { name: "End the grant from quickstart-billing to quickstart?" });
  await question.getByRole("button", { name: "End grant" }).click();
  await expect(rows).toHaveCount(before);
});
