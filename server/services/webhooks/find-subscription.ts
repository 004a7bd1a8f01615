import { and, eq, type SQL } from "drizzle-orm";
import { subscriptions } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { ServiceError, staleRevision } from "../errors";
import type { Principal } from "../principal";

export type SubscriptionRow = typeof subscriptions.$inferSelect;

/** People and the server itself see every subscription of their realm; an External System sees its own. */
export function mayUseSubscription(principal: Principal): SQL | undefined {
  const ofRealm = eq(subscriptions.realm, principal.realm);
  const systemId = principal.kind === "system" ? fromPublicId("xs", principal.id) : null;
  return systemId === null ? ofRealm : and(ofRealm, eq(subscriptions.systemId, systemId));
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
  // An id that can be none asks for a row that there is not.
  const subscriptionId = fromPublicId("sub", id) ?? NO_ID;
  return transaction
    .select()
    .from(subscriptions)
    .where(and(eq(subscriptions.subscriptionId, subscriptionId), mayUseSubscription(principal)));
}

const NO_ID = "00000000-0000-0000-0000-000000000000";

function unknownSubscription(): ServiceError {
  return new ServiceError("NOT_FOUND", "There is no such subscription.");
}
