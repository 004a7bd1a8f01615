import { and, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import type { ContentStore } from "../../adapters/content-store";
import type { Database } from "../../db/client";
import { claimContent, postponeContent } from "./claim-content";
import { removeUnneededFile } from "./content-file";
import { isFree } from "./lease";
import { moveContent } from "./move-content";

interface SweepWork {
  readonly database: Database;
  readonly store: ContentStore;
}

/** What nobody has touched for so long and no content needs is left over from a process that died. */
const ORPHAN_HOURS = 24;
const RETRY_SECONDS = 3_600;

/**
 * Lets one upload be checked of which everything came, though its sender was cut off, or its process died, before that was
 * noted: whoever asks how far it came has nothing left to send. Answers how many: 0 or 1.
 */
export async function endWholeUpload({ database }: Pick<SweepWork, "database">): Promise<number> {
  return database.transaction(async (transaction) => {
    const isWhole = and(
      eq(contents.state, "uploading"),
      isNull(contents.sourceUrl),
      eq(contents.received, contents.size),
    );
    const [row] = await transaction
      .select()
      .from(contents)
      .where(and(isWhole, isFree))
      .limit(1)
      .for("update", { skipLocked: true });
    if (!row) return 0;
    await moveContent(transaction, row, { to: "verifying" });
    return 1;
  });
}

/** Gives up one upload of which nothing more came in time. Answers how many: 0 or 1. */
export async function giveUpUpload({ database }: Pick<SweepWork, "database">): Promise<number> {
  return database.transaction(async (transaction) => {
    const [row] = await transaction
      .select()
      .from(contents)
      .where(and(eq(contents.state, "uploading"), isNull(contents.sourceUrl), lte(contents.dueAt, sql`now()`), isFree))
      .limit(1)
      .for("update", { skipLocked: true });
    if (!row) return 0;
    const text = `Of ${row.size} octets ${row.received} came in time.`;
    await moveContent(transaction, row, { to: "rejected", reason: { code: "upload_given_up", text } });
    return 1;
  });
}

/** Drops the octets of one rejected content. Answers how many: 0 or 1. */
export async function dropRejected({ database, store }: SweepWork): Promise<number> {
  const claimed = await claimContent(database, "rejected");
  if (!claimed) return 0;
  const { row, holder } = claimed;
  try {
    await store.dropPart(row.contentId);
    await removeUnneededFile(database, store, Buffer.from(row.sha256).toString("hex"));
  } catch (error) {
    await postponeContent(database, claimed, RETRY_SECONDS);
    throw error;
  }
  await database
    .update(contents)
    .set({ dueAt: null, leasedBy: null, leaseUntil: null })
    .where(and(eq(contents.contentId, row.contentId), eq(contents.leasedBy, holder)));
  return 1;
}

/** Removes parts and files that no content needs and that are a day old (`now`: the present). Answers how many. */
export async function sweepOrphans({ database, store }: SweepWork, now: Date): Promise<number> {
  const { files, parts } = await store.listOlderThan(new Date(now.getTime() - ORPHAN_HOURS * 3_600_000));
  let removed = 0;
  for (const part of parts) {
    const [needed] = await database
      .select({ contentId: contents.contentId })
      .from(contents)
      .where(and(eq(contents.contentId, part), inArray(contents.state, ["uploading", "verifying"])));
    if (needed) continue;
    await store.dropPart(part);
    removed += 1;
  }
  for (const file of files) if (await removeUnneededFile(database, store, file)) removed += 1;
  return removed;
}
