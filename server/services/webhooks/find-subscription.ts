import { and, eq, type SQL, sql } from "drizzle-orm";
import { deliveries, subscriptions } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import { fromPublicId, NO_ID } from "../../ids";
import { callingSystem, refuseSystems } from "../calling-system";
import { ServiceError, staleRevision } from "../errors";
import type { Principal } from "../principal";

export type SubscriptionRow = typeof subscriptions.$inferSelect;

/** People and the server itself see every subscription of their realm; an External System sees its own. */
export function mayUseSubscription(principal: Principal): SQL | undefined {
  const ofRealm = eq(subscriptions.realm, principal.realm);
  const systemId = callingSystem(principal);
  return systemId === null ? ofRealm : and(ofRealm, eq(subscriptions.systemId, systemId));
}

/**
 * For what is about the deliveries of all subscriptions of an environment.
 *
 * Throws ServiceError FORBIDDEN for an External System.
 */
export function refuseAllDeliveriesTo(principal: Principal): void {
  refuseSystems(principal, "This is for people. A system has the deliveries of each of its subscriptions.");
}

/** A delivery's subscription is still there. What is left of a deleted one is nothing to anybody, until it is swept. */
export function isOfSubscription(): SQL {
  return sql`exists (select from ${subscriptions} where ${subscriptions.subscriptionId} = ${deliveries.subscriptionId})`;
}

/**
 * The subscription with a public id (`sub_...`), as far as the principal may see it.
 *
 * Throws ServiceError NOT_FOUND, the same for a subscription of others and for none.
 */
export async function findSubscription(
  transaction: Transaction,
  principal: Principal,
  id: string,
): Promise<SubscriptionRow> {
  const [row] = await selectSubscription(transaction, principal, id);
  if (!row) throw unknownSubscription();
  return row;
}

/**
 * The same, locked until the transaction ends, for a change.
 *
 * Throws ServiceError NOT_FOUND; STALE where `revision` is given and no longer so.
 */
export async function lockSubscription(
  transaction: Transaction,
  principal: Principal,
  id: string,
  revision?: number,
): Promise<SubscriptionRow> {
  const [row] = await selectSubscription(transaction, principal, id).for("no key update");
  if (!row) throw unknownSubscription();
  if (revision !== undefined && revision !== row.revision) throw staleRevision();
  return row;
}

function selectSubscription(transaction: Transaction, principal: Principal, id: string) {
  const subscriptionId = fromPublicId("sub", id) ?? NO_ID;
  return transaction
    .select()
    .from(subscriptions)
    .where(and(eq(subscriptions.subscriptionId, subscriptionId), mayUseSubscription(principal)));
}

function unknownSubscription(): ServiceError {
  return new ServiceError("NOT_FOUND", "There is no such subscription.");
}
