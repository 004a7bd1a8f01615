import { and, eq } from "drizzle-orm";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { deliveryView } from "./delivery-view";
import { findDelivery } from "./find-delivery";
import { lockSubscription } from "./find-subscription";
import { ONCE_MORE } from "./once-more";
import { DeliveryIdInput, DeliveryView } from "./schemas";
import { updateSubscription } from "./update-subscription";

/**
 * Sends an event once more that was taken or given up: under the same id, beside the others, with all attempts anew.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION for one that is still on its way.
 */
export const redeliver = useCase({
  name: "subscription.redeliver",
  scope: "subscriptions:write",
  input: DeliveryIdInput,
  output: DeliveryView,
  audit: true,
  async run({ principal }, transaction, { id, eventId }) {
    const subscription = await lockSubscription(transaction, principal, id);
    const before = await findDelivery(transaction, subscription, eventId);
    if (before.state !== "delivered" && before.state !== "parked") {
      throw new ServiceError(
        "FAILED_PRECONDITION",
        "The event is still on its way to the receiver. Wait until it is delivered or parked.",
      );
    }
    await updateSubscription(transaction, subscription, {});
    const [row] = await transaction
      .update(deliveries)
      .set(ONCE_MORE)
      .where(and(eq(deliveries.subscriptionId, before.subscriptionId), eq(deliveries.seq, before.seq)))
      .returning();
    if (!row) throw new Error("A row of a locked subscription is gone.");
    return { result: deliveryView(row), audit: { object: id, after: { eventId } } };
  },
});
