import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expect, test } from "./administrator";

/** Two pieces of an upload and a little. */
const OCTETS = 9_000_000;
const PIECE_OCTETS = 4_194_304;
const UPLOADS = "**/api/v1/uploads/**";

interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

function someFile(name: string, octets = OCTETS): ChosenFile {
  return { name, mimeType: "application/octet-stream", buffer: randomBytes(octets) };
}

/** Fills in the form and sends it; the content's page opens. */
async function upload(page: Page, file: ChosenFile): Promise<void> {
  await page.goto("/live/content");
  await page.getByRole("button", { name: "Add content" }).first().click();
  const form = page.getByRole("dialog", { name: "Add content" });
  await form.getByLabel("File", { exact: true }).setInputFiles(file);
  await form.getByLabel("Version").fill("NM210-4.19.0");
  await form.getByLabel("Manufacturer").fill("Northwind");
  await form.getByLabel("Models").fill("NM-210, NM-220");
  await form.getByRole("button", { name: "Upload" }).click();
  await expect(page).toHaveURL(/\/live\/content\/con_\w+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(file.name);
}

const checksOf = (page: Page) => page.getByRole("list", { name: "Checks" }).getByRole("listitem");
const isReady = (page: Page) =>
  expect(page.getByRole("main").getByText("Ready", { exact: true }).first()).toBeVisible();

test("a file is uploaded past the console's own API, checked, listed, retired with a reason, and deleted", async ({
  page,
}) => {
  const file = someFile(`retired-${Date.now().toString(36)}.bin`);
  const bodies: { readonly path: string; readonly octets: number }[] = [];
  page.on("request", (request) => {
    const octets = request.postDataBuffer()?.length ?? 0;
    bodies.push({ path: new URL(request.url()).pathname.replace(/con_.+$/, ""), octets });
  });
  await upload(page, file);
  await isReady(page);
  expect(bodies.filter(({ path, octets }) => path !== "/api/v1/uploads/" && octets > 10_000)).toEqual([]);
  await expect(checksOf(page)).toHaveText([/^SizePassed/, /^DigestPassed/, /^FormatPassed/, /^SignatureNot/, /^Made/]);
  await expect(page.getByRole("main")).toContainText("NM-210, NM-220");

  await page.getByRole("navigation", { name: "Main navigation" }).getByRole("link", { name: "Content" }).click();
  await page.getByLabel("State").selectOption("Ready");
  await expect(page).toHaveURL("/live/content?state=ready");
  await page.getByRole("link", { name: file.name }).click();
  await page.getByRole("button", { name: "Retire" }).click();
  const question = page.getByRole("dialog", { name: `Retire ${file.name}?` });
  await question.getByLabel("Reason").fill("The story is over");
  await question.getByRole("button", { name: "Retire" }).click();
  await expect(page.getByText("The story is over")).toBeVisible();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL("/live/content");
  await expect(page.getByRole("heading", { level: 1, name: "Content" })).toBeVisible();
  await expect(page.getByRole("link", { name: file.name })).toHaveCount(0);
});

test("an upload that is cut goes on from where it was after a reload, with the same file and no other", async ({
  page,
}) => {
  const file = someFile(`cut-${Date.now().toString(36)}.bin`);
  page.on("dialog", (dialog) => void dialog.accept());
  let pieces = 0;
  await page.route(UPLOADS, async (route) => {
    if (route.request().method() === "PATCH") pieces += 1;
    await (pieces > 1 ? route.abort("connectionfailed") : route.continue());
  });
  await upload(page, file);
  await expect(page.getByText("It goes on from here by itself.")).toBeVisible();
  await page.reload();
  await page.unroute(UPLOADS);
  await expect(page.getByRole("progressbar", { name: "Octets that are there" })).toHaveAttribute("aria-valuenow", "46");

  const again = page.getByLabel("File", { exact: true });
  await again.setInputFiles(someFile(file.name));
  await expect(again).toHaveAccessibleDescription(/This is not the file that the upload began with/);
  const first = page.waitForRequest((request) => request.method() === "PATCH");
  await again.setInputFiles(file);
  expect((await first).headers()["upload-offset"]).toBe(String(PIECE_OCTETS));
  await isReady(page);
});

test("a file that cannot be pulled is rejected, with the reason and what to do", async ({ page }) => {
  await page.goto("/live/content");
  await page.getByRole("button", { name: "Add content" }).first().click();
  const form = page.getByRole("dialog", { name: "Add content" });
  await form.getByRole("radio", { name: "At an address" }).click();
  const address = form.getByLabel("Address");
  await address.fill("http://files.example/story.bin");
  await form.getByLabel("Octets").fill("100");
  await form.getByLabel("SHA-256").fill("not a digest");
  await form.getByRole("button", { name: "Pull" }).click();
  await expect(form.getByLabel("SHA-256")).toHaveAccessibleDescription(/64 hex digits/);
  await form.getByLabel("SHA-256").fill("ab".repeat(32));
  await form.getByRole("button", { name: "Pull" }).click();
  await expect(address).toHaveAccessibleDescription(/Only https is fetched/);
  const host = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  try {
    await address.fill(`http://127.0.0.1:${(host.address() as AddressInfo).port}/story.bin`);
    await form.getByRole("button", { name: "Pull" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("story.bin");
    await expect(page.getByText("Check the address, then add it again.")).toBeVisible();
    await expect(page.getByRole("main").getByText("Rejected", { exact: true })).toBeVisible();
  } finally {
    host.close();
  }
});

test("a firmware that is retired while an operation needs it says so, is given on, and cannot be deleted meanwhile", async ({
  page,
  api,
}) => {
  const version = `R-${Date.now().toString(36)}`;
  const { id } = await api.takeIn({ name: "needed.bin", version });
  const { devId } = await api.register({ devId: `IMEI:${Date.now().toString().padStart(15, "0")}` });
  await page.goto(`/live/content/${id}`);
  await isReady(page);
  await api.start(devId, "firmware.update", { content: id });

  await page.reload();
  await expect(page.getByRole("list", { name: "Operations with it" }).getByRole("listitem")).toHaveCount(1);
  await page.getByRole("button", { name: "Retire" }).click();
  const question = page.getByRole("dialog", { name: "Retire needed.bin?" });
  await expect(question).toContainText("1 open task of an operation");
  await question.getByRole("button", { name: "Retire" }).click();
  await expect(page.getByText("It is still given to devices: 1 open task of an operation.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete" })).toHaveCount(0);
});
