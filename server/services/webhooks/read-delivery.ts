import { useCase } from "../use-case";
import { deliveryView } from "./delivery-view";
import { feedSource } from "./feed-source";
import { findDelivery } from "./find-delivery";
import { findSubscription } from "./find-subscription";
import { DeliveryIdInput, DeliveryPayloadView } from "./schemas";
import { isTest, testPayload } from "./test-message";

/**
 * What became of an event, what its receiver said, and the message as it goes out; `payload` null where the event is not kept any more.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const readDelivery = useCase({
  name: "subscription.read_delivery",
  scope: "events:read",
  input: DeliveryIdInput,
  output: DeliveryPayloadView,
  audit: false,
  async run({ principal }, transaction, { id, eventId }) {
    const subscription = await findSubscription(transaction, principal, id);
    const row = await findDelivery(transaction, subscription, eventId);
    const view = { ...deliveryView(row), answer: row.answer };
    if (isTest(row)) return { ...view, payload: testPayload(row, subscription) };
    const [item] = await feedSource(transaction).at(subscription.systemId, [row.seq]);
    return { ...view, payload: item ? JSON.parse(item.body) : null };
  },
});
