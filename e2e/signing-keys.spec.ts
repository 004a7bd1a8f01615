import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { Page } from "@playwright/test";
import { makeAuthority, makeCertified } from "../server/services/contents/testing/certified-signers";
import { expect, test } from "./administrator";

interface Maker {
  readonly owner: string;
  /** A public key, or the certificate of a CA. */
  readonly pem: string;
  /** Of whom the CA certifies, up to it. */
  readonly chain?: string;
  signatureOf(octets: Buffer): string;
}

function someMaker(): Maker {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    owner: `Maker ${Date.now().toString(36)}`,
    pem: String(publicKey.export({ type: "spki", format: "pem" })),
    signatureOf: (octets) => sign(null, octets, privateKey).toString("base64"),
  };
}

/** A maker who signs with a key that its CA certifies. */
function someCertifiedMaker(): Maker {
  const authority = makeAuthority();
  const { signer, chain } = makeCertified(authority);
  return {
    owner: `CA ${Date.now().toString(36)}`,
    pem: authority.root.pem,
    chain,
    signatureOf: (octets) => sign(null, octets, signer.privateKey).toString("base64"),
  };
}

async function register(page: Page, { owner, pem, chain }: Maker): Promise<void> {
  await page.goto("/live/content");
  await page.getByRole("link", { name: "Signing keys" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Signing keys");
  await page.getByRole("button", { name: "Register key" }).first().click();
  const form = page.getByRole("dialog", { name: "Register a signing key" });
  await form.getByLabel("Owner").fill(owner);
  await form.getByLabel("Public key or certificate").fill("no key");
  await form.getByRole("button", { name: "Register key" }).click();
  await expect(form.getByRole("alert")).toBeVisible();
  await form.getByLabel("Public key or certificate").fill(pem);
  if (chain !== undefined) await form.getByLabel("It is a CA’s certificate").check();
  await form.getByRole("button", { name: "Register key" }).click();
  await expect(page.getByRole("row", { name: owner }).getByText("Valid", { exact: true })).toBeVisible();
}

/** Fills in the form with a signed file, and sends it. */
async function sendSigned(page: Page, maker: Maker, name: string): Promise<void> {
  const octets = randomBytes(2_000);
  await page.goto("/live/content");
  await page.getByRole("button", { name: "Add content" }).first().click();
  const form = page.getByRole("dialog", { name: "Add content" });
  await form
    .getByLabel("File", { exact: true })
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: octets });
  await form.getByLabel("Version").fill("1");
  await form.getByLabel("Manufacturer").fill("Northwind");
  await form.getByLabel("Models").fill("Another");
  const key = form.getByLabel("Signed with");
  await key.selectOption(await key.getByRole("option", { name: maker.owner }).getAttribute("value"));
  await form.getByLabel("Signature", { exact: true }).fill(maker.signatureOf(octets));
  if (maker.chain !== undefined) {
    await form.getByLabel("Signer’s algorithm").selectOption("ed25519");
    await form.getByLabel("Certificates").fill(maker.chain);
  }
  await form.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
}

/** Answers the content's id. */
async function uploadSigned(page: Page, maker: Maker, name: string): Promise<string> {
  await sendSigned(page, maker, name);
  await expect(page.getByRole("main").getByText("Ready", { exact: true }).first()).toBeVisible();
  return page.url().split("/").at(-1) ?? "";
}

async function decide(page: Page, act: "Approve" | "Reject", reason: string): Promise<void> {
  await page.getByRole("button", { name: act, exact: true }).click();
  const question = page.getByRole("dialog", { name: new RegExp(`^${act} `) });
  await question.getByLabel("Reason").fill(reason);
  await question.getByRole("button", { name: act, exact: true }).click();
  await expect(question).toBeHidden();
}

test("what a revoked key signed is held back, and let through or rejected by an administrator with a reason", async ({
  page,
}) => {
  test.slow();
  const maker = someMaker();
  await register(page, maker);
  const approved = await uploadSigned(page, maker, `approved-${maker.owner.slice(-8)}.bin`);
  const rejected = await uploadSigned(page, maker, `rejected-${maker.owner.slice(-8)}.bin`);

  await page.goto("/live/content/signing-keys");
  await page.getByRole("button", { name: `Revoke the key of ${maker.owner}` }).click();
  const question = page.getByRole("dialog", { name: `Revoke the key of ${maker.owner}?` });
  await question.getByLabel("Reason").fill("The story lost it");
  await question.getByRole("button", { name: "Revoke", exact: true }).click();
  const row = page.getByRole("row", { name: maker.owner });
  await expect(row.getByText("Revoked", { exact: true })).toBeVisible();
  await expect(row).toContainText("The story lost it");

  // The search box opens a content by its id.
  await page.getByRole("combobox", { name: "Search by number, IMEI or id" }).fill(approved);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/live/content/${approved}`);
  const main = page.getByRole("main");
  await expect(main.getByText("Quarantined", { exact: true })).toBeVisible();
  await expect(main).toContainText("The key that signed it was revoked: The story lost it");
  await decide(page, "Approve", "The maker says that it is his");
  await expect(main.getByText("Ready", { exact: true }).first()).toBeVisible();

  await page.goto(`/live/content/${rejected}`);
  await decide(page, "Reject", "Nobody knows whose it is");
  await expect(main.getByText("Rejected", { exact: true })).toBeVisible();
  await expect(main).toContainText("Nobody knows whose it is");
});

test("what a signer signed whom a registered CA certifies is ready, and what another CA certified is rejected", async ({
  page,
}) => {
  test.slow();
  const maker = someCertifiedMaker();
  await register(page, maker);
  await expect(page.getByRole("row", { name: maker.owner })).toContainText("those sign whom it certifies");
  await uploadSigned(page, maker, `certified-${maker.owner.slice(-8)}.bin`);

  // Its root has the same name, and another key.
  await sendSigned(page, { ...someCertifiedMaker(), owner: maker.owner }, `foreign-${maker.owner.slice(-8)}.bin`);
  const main = page.getByRole("main");
  await expect(main.getByText("Rejected", { exact: true })).toBeVisible();
});
