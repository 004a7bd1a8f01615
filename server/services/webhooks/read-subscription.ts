import { useCase } from "../use-case";
import { findSubscription } from "./find-subscription";
import { SubscriptionIdInput, SubscriptionView } from "./schemas";
import { subscriptionView } from "./subscription-view";

/** Throws ServiceError NOT_FOUND. */
export const readSubscription = useCase({
  name: "subscription.read",
  scope: "events:read",
  input: SubscriptionIdInput,
  output: SubscriptionView,
  audit: false,
  async run({ principal }, transaction, { id }) {
    return subscriptionView(transaction, await findSubscription(transaction, principal, id));
  },
});
