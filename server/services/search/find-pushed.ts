import { and, eq, inArray } from "drizzle-orm";
import { deliveries, subscriptions } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import { fromPublicId, toPublicId } from "../../ids";
import type { Principal } from "../principal";
import { mayUseSubscription } from "../webhooks";
import { DeliveryState } from "../webhooks/schemas";
import type { SearchHit } from "./schemas";

type Found = Pick<SearchHit, "kind" | "id">;

/** A subscription (`sub_...`), or what became of an event (`evt_...`) on its way to each; at most `limit` of them. */
export async function findPushed(
  transaction: Transaction,
  principal: Principal,
  id: string,
  limit: number,
): Promise<readonly Found[]> {
  if (!principal.scopes.has("events:read")) return [];
  const subscriptionId = fromPublicId("sub", id);
  if (subscriptionId) {
    const rows = await transaction
      .select({ realm: subscriptions.realm })
      .from(subscriptions)
      .where(and(eq(subscriptions.subscriptionId, subscriptionId), mayUseSubscription(principal)));
    return rows.map(() => ({ kind: "subscription", id }));
  }
  const eventId = fromPublicId("evt", id);
  if (!eventId) return [];
  const rows = await transaction
    .select({ subscriptionId: deliveries.subscriptionId })
    .from(deliveries)
    .innerJoin(subscriptions, eq(subscriptions.subscriptionId, deliveries.subscriptionId))
    .where(
      and(
        eq(deliveries.realm, principal.realm),
        // Each of them, since the index begins with them.
        inArray(deliveries.state, DeliveryState.options),
        eq(deliveries.eventId, eventId),
        mayUseSubscription(principal),
      ),
    )
    .limit(limit);
  return rows.map((row) => ({ kind: "delivery", id: `${toPublicId("sub", row.subscriptionId)}.${id}` }));
}
