import { and, eq, sql } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import { claimContent, postponeContent } from "./claim-content";
import { whileLeased } from "./lease";
import { moveContent, SCRUB_DAYS } from "./move-content";
import type { VerifyWork } from "./verify-content";

const RETRY_SECONDS = 3_600;

/**
 * Reads the file of the ready content that was not read for longest, and quarantines one whose octets are no longer those
 * that were checked. Answers how many it read: 0 or 1. Throws what the store throws; it is tried again in an hour.
 */
export async function scrubContent({ database, store }: Pick<VerifyWork, "database" | "store">): Promise<number> {
  const claimed = await claimContent(database, "ready");
  if (!claimed) return 0;
  const { row, holder } = claimed;
  const { contentId } = row;
  const sha256 = Buffer.from(row.sha256).toString("hex");
  try {
    // A lease that is lost does no harm here: twice read is twice the same.
    const found = await whileLeased(
      database,
      contentId,
      holder,
      () => {},
      () => store.digest(sha256),
    );
    if (found === sha256) {
      await database
        .update(contents)
        .set({
          leasedBy: null,
          leaseUntil: null,
          scrubbedAt: sql`now()`,
          dueAt: sql`now() + make_interval(days => ${SCRUB_DAYS})`,
        })
        .where(and(eq(contents.contentId, contentId), eq(contents.leasedBy, holder)));
      return 1;
    }
    const text = found === null ? "Its file is gone." : "Its file has other octets than those that were checked.";
    await database.transaction(async (transaction) => {
      const [held] = await transaction
        .select()
        .from(contents)
        .where(and(eq(contents.contentId, contentId), eq(contents.state, "ready")))
        .for("update");
      if (held) await moveContent(transaction, held, { to: "quarantined", reason: { code: "digest_changed", text } });
    });
    return 1;
  } catch (error) {
    await postponeContent(database, claimed, RETRY_SECONDS);
    throw error;
  }
}
