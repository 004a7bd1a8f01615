import { asc, type SQL } from "drizzle-orm";
import { subscriptions } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";

/** Locks subscriptions, and takes the lease of each from who pushes for it, so that it begins anew with what is so now. */
export async function takeLeases(transaction: Transaction, which: SQL): Promise<void> {
  // In one order, so that two that do it wait for each other once.
  await transaction
    .select({ subscriptionId: subscriptions.subscriptionId })
    .from(subscriptions)
    .where(which)
    .orderBy(asc(subscriptions.subscriptionId))
    .for("no key update");
  await transaction.update(subscriptions).set({ leasedBy: null, leaseUntil: null }).where(which);
}
