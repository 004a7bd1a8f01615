import { asc, eq, inArray, sql } from "drizzle-orm";
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

/** Locks subscriptions, and takes the lease of each from who pushes for it, so that it begins anew with what is so now. */
export async function takeLeases(transaction: Transaction, subscriptionIds: readonly string[]): Promise<void> {
  const isOne = inArray(subscriptions.subscriptionId, [...subscriptionIds]);
  // In one order, so that two that do it wait for each other once.
  await transaction
    .select({ subscriptionId: subscriptions.subscriptionId })
    .from(subscriptions)
    .where(isOne)
    .orderBy(asc(subscriptions.subscriptionId))
    .for("no key update");
  await transaction.update(subscriptions).set({ leasedBy: null, leaseUntil: null }).where(isOne);
}
