import { eq, sql } from "drizzle-orm";
import { subscriptions } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import type { SubscriptionRow } from "./find-subscription";

/**
 * Changes a locked subscription in its owner's name. Who pushes for it loses the lease, so that nothing more goes out as
 * it was before, but for what is on its way.
 */
export async function updateSubscription(
  transaction: Transaction,
  { subscriptionId }: SubscriptionRow,
  change: Partial<typeof subscriptions.$inferInsert>,
): Promise<SubscriptionRow> {
  const [row] = await transaction
    .update(subscriptions)
    .set({ ...change, leasedBy: null, leaseUntil: null, revision: sql`${subscriptions.revision} + 1` })
    .where(eq(subscriptions.subscriptionId, subscriptionId))
    .returning();
  if (!row) throw new Error("A locked row is gone.");
  return row;
}
