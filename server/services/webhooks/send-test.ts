import { and, count, eq, lt, min, sql } from "drizzle-orm";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import { newUuid } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { deliveryView } from "./delivery-view";
import { lockSubscription } from "./find-subscription";
import { DeliveryView, SubscriptionIdInput } from "./schemas";
import { TEST_TYPE } from "./test-message";

/** Of one subscription: tests that are kept, which is as long as what became of events is. */
const TESTS_MAX = 1_000;

/**
 * Sends a message that is none of the feed, once, like any other: the delivery says what the receiver answered.
 *
 * Throws ServiceError NOT_FOUND, FAILED_PRECONDITION where the subscription is not active; LIMIT_EXCEEDED.
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
    const [kept] = await transaction
      .select({ count: count(), lowest: min(deliveries.seq) })
      .from(deliveries)
      .where(and(eq(deliveries.subscriptionId, subscriptionId), lt(deliveries.seq, 0)));
    if (kept && kept.count >= TESTS_MAX) {
      throw new ServiceError(
        "LIMIT_EXCEEDED",
        `A subscription keeps at most ${TESTS_MAX} tests. Wait until the oldest is no longer kept.`,
      );
    }
    const eventId = newUuid();
    const [row] = await transaction
      .insert(deliveries)
      .values({
        ...{ subscriptionId, realm, eventId, type: TEST_TYPE, key: eventId, state: "retrying", again: true },
        ...{ seq: (kept?.lowest ?? 0) - 1, nextAt: sql`now()` },
      })
      .returning();
    if (!row) throw new Error("An insert gave no row.");
    const result = deliveryView(row);
    return { result, audit: { object: id, after: { eventId: result.id } } };
  },
});
