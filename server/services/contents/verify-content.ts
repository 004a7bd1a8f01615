import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { and, eq } from "drizzle-orm";
import { contents, signingKeys } from "../../../drizzle/schema/contents";
import type { ContentStore } from "../../adapters/content-store";
import type { Database, Transaction } from "../../db/client";
import { checkFormat, SNIFFED_OCTETS } from "./check-format";
import { checkSignature, type SignaturePolicy, type SignatureVerdict } from "./check-signature";
import { type ClaimedContent, claimContent, postponeContent } from "./claim-content";
import { commitFile } from "./content-file";
import type { ContentRow } from "./find-content";
import { whileLeased } from "./lease";
import { moveContent } from "./move-content";
import type { ContentCheck } from "./schemas";
import type { SigningKeyRow } from "./signing-key-view";

export interface VerifyWork {
  readonly database: Database;
  readonly store: ContentStore;
  readonly policy: SignaturePolicy;
}

const RETRY_SECONDS = 60;

/**
 * Checks the content that waits longest: size, digest, form, signature; then it is `ready`, `quarantined` or `rejected`. Its
 * octets are a file of the store before it is ready. Answers how many it checked: 0 or 1.
 *
 * Throws what the store throws; the content is tried again in a minute.
 */
export async function verifyContent(work: VerifyWork): Promise<number> {
  const claimed = await claimContent(work.database, "verifying");
  if (!claimed) return 0;
  const { row, holder } = claimed;
  const lease = new AbortController();
  try {
    await whileLeased(
      work.database,
      row.contentId,
      holder,
      (error) => lease.abort(error),
      () => verifyClaimed(work, claimed, lease.signal),
    );
  } catch (error) {
    await postponeContent(work.database, claimed, RETRY_SECONDS);
    throw error;
  }
  return 1;
}

async function verifyClaimed({ database, store, policy }: VerifyWork, claimed: ClaimedContent, signal: AbortSignal) {
  const { row } = claimed;
  const sha256 = Buffer.from(row.sha256).toString("hex");
  const open = () => openOctets(store, row, sha256, signal);
  const octets = await checkOctets(store, row, sha256, open);
  if (octets.some(({ result }) => result === "failed")) {
    return end(database, claimed, async () => ({ verdict: "rejected", code: "bad_octets", checks: octets }));
  }
  const judge = (key: SigningKeyRow | null) =>
    checkSignature({ content: row, key, policy, now: new Date(), openOctets: open });
  // Long reading comes before the transaction, which only looks whether the key is still what it was.
  const first = await judge(await keyOf(database, row));
  if (first.verdict !== "rejected") await commitFile(database, store, row.contentId, sha256);
  await end(database, claimed, async (transaction) => {
    const key = await keyOf(transaction, row);
    const revoked = first.verdict === "ready" && key?.revokedAt;
    const verdict = revoked ? REVOKED_MEANWHILE : first;
    return { ...verdict, checks: [...octets, ...verdict.checks] };
  });
}

const REVOKED_MEANWHILE: SignatureVerdict = {
  verdict: "quarantined",
  code: "key_revoked",
  checks: [{ check: "signature", result: "failed", detail: "The key was revoked." }],
};

/** Once committed, a part is a file; a process that died between the two left it there. */
async function openOctets(
  store: ContentStore,
  row: ContentRow,
  sha256: string,
  signal: AbortSignal,
): Promise<Readable> {
  const isPart = (await store.partSize(row.contentId)) !== null;
  const stream = isPart ? await store.openPart(row.contentId) : await store.open(sha256, 0, row.size);
  signal.addEventListener("abort", () => stream.destroy(new Error("The lease was lost.")), { once: true });
  return stream;
}

async function checkOctets(
  store: ContentStore,
  row: ContentRow,
  sha256: string,
  open: () => Promise<Readable>,
): Promise<readonly ContentCheck[]> {
  const size = (await store.partSize(row.contentId)) ?? (await store.size(sha256));
  if (size !== row.size)
    return [failed("size", size === null ? "Its octets are lost." : `It has ${size} octets, not ${row.size}.`)];
  const right: ContentCheck = { check: "size", result: "passed", detail: `${size} octets.` };
  const digest = row.receivedSha256 ? Buffer.from(row.receivedSha256).toString("hex") : await digestOf(await open());
  if (digest !== sha256) return [right, failed("digest", `The SHA-256 of what came is ${digest}.`)];
  const passed: ContentCheck = { check: "digest", result: "passed", detail: "The SHA-256 is right." };
  return [right, passed, checkFormat(row.kind, await beginningOf(await open()))];
}

async function digestOf(octets: Readable): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of octets) hash.update(chunk);
  return hash.digest("hex");
}

async function beginningOf(octets: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of octets as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= SNIFFED_OCTETS) break;
  }
  return Buffer.concat(chunks).subarray(0, SNIFFED_OCTETS);
}

function failed(check: ContentCheck["check"], detail: string): ContentCheck {
  return { check, result: "failed", detail };
}

/** Locked inside a transaction: a revocation that comes now waits, and then finds the content ready. */
async function keyOf(database: Database | Transaction, row: ContentRow): Promise<SigningKeyRow | null> {
  if (row.signingKeyId === null) return null;
  const [key] = await database.select().from(signingKeys).where(eq(signingKeys.keyId, row.signingKeyId)).for("share");
  return key ?? null;
}

async function end(
  database: Database,
  { row, holder }: ClaimedContent,
  judge: (transaction: Transaction) => Promise<SignatureVerdict>,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const [held] = await transaction
      .select()
      .from(contents)
      .where(and(eq(contents.contentId, row.contentId), eq(contents.leasedBy, holder), eq(contents.state, "verifying")))
      .for("update");
    if (!held) throw new Error("The content is not ours any more.");
    const { verdict, code, checks } = await judge(transaction);
    const text = checks.find(({ result }) => result === "failed")?.detail ?? "";
    await moveContent(transaction, held, {
      to: verdict,
      checks,
      ...(verdict !== "ready" && { reason: { code, text } }),
    });
  });
}
