import { and, eq, sql } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import type { ContentStore } from "../../adapters/content-store";
import type { Database } from "../../db/client";
import type { ContentRow } from "./find-content";
import { whileLeased } from "./lease";
import { moveContent } from "./move-content";
import { UPLOAD_HOURS } from "./upload-life";

export interface TakeIn {
  readonly database: Database;
  readonly store: ContentStore;
  readonly content: Pick<ContentRow, "contentId" | "size">;
  /** Where in the part it goes on. */
  readonly offset: number;
  /** Who holds the lease. */
  readonly holder: string;
  readonly octets: AsyncIterable<Uint8Array>;
  /** Ends `octets` when the lease is lost. */
  stop(error: Error): void;
}

/**
 * Writes what comes in to the content's part, under a lease that the caller holds. What is safe is counted as it goes; a
 * part that is whole goes on to be verified, in the transaction that counts its last octets. Answers how many octets
 * there are now.
 *
 * Throws StoreError, and what `octets` throws; what came before it is kept.
 */
export async function takeInOctets(work: TakeIn): Promise<number> {
  const { database, store, content, offset, holder, octets } = work;
  const { contentId, size } = content;
  const held = and(eq(contents.contentId, contentId), eq(contents.leasedBy, holder), eq(contents.state, "uploading"));
  const onProgress = async (received: number) => {
    const counted = await database
      .update(contents)
      .set({ received })
      .where(held)
      .returning({ contentId: contents.contentId });
    if (counted.length === 0) throw new Error("The upload is not ours any more.");
  };
  const taken = await whileLeased(database, contentId, holder, work.stop, () =>
    store.append(contentId, octets, { offset, octetsMax: size - offset, onProgress }),
  );
  await database.transaction(async (transaction) => {
    const [row] = await transaction.select().from(contents).where(held).for("update");
    if (!row) throw new Error("The upload is not ours any more.");
    const receivedSha256 = taken.sha256 === null ? null : Buffer.from(taken.sha256, "hex");
    await transaction
      .update(contents)
      .set({
        received: taken.size,
        receivedSha256,
        leasedBy: null,
        leaseUntil: null,
        ...(row.sourceUrl === null && { dueAt: sql`now() + make_interval(hours => ${UPLOAD_HOURS})` }),
      })
      .where(held);
    if (taken.size === size) await moveContent(transaction, row, { to: "verifying" });
  });
  return taken.size;
}

/** Gives a lease back early, so that the sender need not wait for its end. */
export async function releaseLease(database: Database, contentId: string, holder: string): Promise<void> {
  await database
    .update(contents)
    .set({ leasedBy: null, leaseUntil: null })
    .where(and(eq(contents.contentId, contentId), eq(contents.leasedBy, holder)));
}
