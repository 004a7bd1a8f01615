import { and, asc, eq, gt, type SQL } from "drizzle-orm";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import type { Principal } from "../principal";
import { findSubscription, isOfSubscription, refuseAllDeliveriesTo } from "./find-subscription";
import { REDELIVERED_MAX } from "./schemas";

/** Which parked deliveries are meant, and the order in which they are taken, the oldest event first. */
interface ParkedRange {
  readonly condition: SQL | undefined;
  readonly order: readonly SQL[];
}

/**
 * Those of one subscription (`sub_...`), or of all of the environment for people; no test messages, which are sent once.
 *
 * Throws ServiceError NOT_FOUND, and FORBIDDEN for an External System that names none.
 */
export async function parkedRange(
  transaction: Transaction,
  principal: Principal,
  id: string | undefined,
): Promise<ParkedRange> {
  const isParked = and(eq(deliveries.state, "parked"), gt(deliveries.seq, 0));
  if (id !== undefined) {
    const { subscriptionId } = await findSubscription(transaction, principal, id);
    return { condition: and(eq(deliveries.subscriptionId, subscriptionId), isParked), order: [asc(deliveries.seq)] };
  }
  refuseAllDeliveriesTo(principal);
  return {
    condition: and(eq(deliveries.realm, principal.realm), isParked, isOfSubscription()),
    order: [asc(deliveries.eventId), asc(deliveries.subscriptionId)],
  };
}

/** The first of them, and one more where there are too many for one call. */
export function firstParked(transaction: Transaction, { condition, order }: ParkedRange) {
  return transaction
    .select({ subscriptionId: deliveries.subscriptionId, seq: deliveries.seq })
    .from(deliveries)
    .where(condition)
    .orderBy(...order)
    .limit(REDELIVERED_MAX + 1);
}
