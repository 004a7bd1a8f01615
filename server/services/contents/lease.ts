import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import type { Database } from "../../db/client";

/** What its holder does not renew for so long is somebody else's. */
export const LEASE_SECONDS = 30;
const RENEW_MS = 10_000;

/** Nobody else holds the content's part, or nobody who is still there. */
export const isFree = or(isNull(contents.leaseUntil), lt(contents.leaseUntil, sql`now()`));

export const leaseEnd = sql`now() + make_interval(secs => ${LEASE_SECONDS})`;

/**
 * Renews a lease while `work` runs. `lost` is told when it could not be renewed in time: another may have it, so the
 * work has to stop.
 */
export async function whileLeased<T>(
  database: Database,
  contentId: string,
  holder: string,
  lost: (error: Error) => void,
  work: () => Promise<T>,
): Promise<T> {
  let renewedAt = performance.now();
  const timer = setInterval(async () => {
    try {
      const renewed = await database
        .update(contents)
        .set({ leaseUntil: leaseEnd })
        .where(and(eq(contents.contentId, contentId), eq(contents.leasedBy, holder)))
        .returning({ contentId: contents.contentId });
      if (renewed.length === 0) lost(new Error("The content is held by somebody else, or gone."));
      else renewedAt = performance.now();
    } catch (error) {
      // The database may be back before the lease is over.
      if (performance.now() - renewedAt > LEASE_SECONDS * 1_000)
        lost(new Error("The lease is over.", { cause: error }));
    }
  }, RENEW_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
