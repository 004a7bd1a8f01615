import { sql } from "drizzle-orm";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import { newUuid } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { deliveryView } from "./delivery-view";
import { lockSubscription } from "./find-subscription";
import { DeliveryView, SubscriptionIdInput } from "./schemas";
import { TEST_TYPE } from "./test-message";

/**
 * Sends a message that is none of the feed, once, like any other: the delivery says what the receiver answered.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION where the subscription is not active.
 */
export const sendTest = useCase({
  name: "subscription.test",
  scope: "subscriptions:write",
  input: SubscriptionIdInput,
  output: DeliveryView,
  audit: true,
  async run({ principal }, transaction, { id }) {
    const { subscriptionId, realm, state } = await lockSubscription(transaction, principal, id);
    if (state !== "active") {
      throw new ServiceError("FAILED_PRECONDITION", "The subscription is not active. Resume it first.");
    }
    const eventId = newUuid();
    const lowest = sql`(select least(min(seq), 0) - 1 from deliveries where subscription_id = ${subscriptionId})`;
    const [row] = await transaction
      .insert(deliveries)
      .values({
        ...{ subscriptionId, realm, eventId, type: TEST_TYPE, key: eventId, state: "retrying", again: true },
        ...{ seq: sql`coalesce(${lowest}, -1)`, nextAt: sql`now()` },
      })
      .returning();
    if (!row) throw new Error("An insert gave no row.");
    const result = deliveryView(row);
    return { result, audit: { object: id, after: { eventId: result.id } } };
  },
});
