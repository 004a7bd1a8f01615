import { and, eq, inArray, sql } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import type { ContentStore } from "../../adapters/content-store";
import type { Database, Transaction } from "../../db/client";

/** States of contents whose file has to be there. */
const NEEDS_FILE = ["verifying", "ready", "quarantined", "retired"] as const;

/** Makes a content's part the file of its digest. */
export async function commitFile(database: Database, store: ContentStore, contentId: string, sha256: string) {
  await database.transaction(async (transaction) => {
    await lockDigest(transaction, sha256);
    await store.commit(contentId, sha256);
  });
}

/** Removes a file that no content needs any more: several contents may have the same octets. Says whether it did. */
export async function removeUnneededFile(database: Database, store: ContentStore, sha256: string): Promise<boolean> {
  return database.transaction(async (transaction) => {
    await lockDigest(transaction, sha256);
    const [needed] = await transaction
      .select({ contentId: contents.contentId })
      .from(contents)
      .where(and(eq(contents.sha256, Buffer.from(sha256, "hex")), inArray(contents.state, [...NEEDS_FILE])))
      .limit(1);
    if (needed) return false;
    await store.remove(sha256);
    return true;
  });
}

/** A file is not removed while another content is about to need it. */
async function lockDigest(transaction: Transaction, sha256: string): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`content file ${sha256}`}, 0))`);
}
