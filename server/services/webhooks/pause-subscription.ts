import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { lockSubscription } from "./find-subscription";
import { SubscriptionIdInput, SubscriptionView } from "./schemas";
import { subscriptionView } from "./subscription-view";
import { updateSubscription } from "./update-subscription";

/**
 * Sends nothing more until it is resumed; what is on its way may still arrive. Nothing is lost as long as the feed keeps it.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION where it is not active.
 */
export const pauseSubscription = useCase({
  name: "subscription.pause",
  scope: "subscriptions:write",
  input: SubscriptionIdInput,
  output: SubscriptionView,
  audit: true,
  async run({ principal }, transaction, { id }) {
    const before = await lockSubscription(transaction, principal, id);
    if (before.state !== "active") throw new ServiceError("FAILED_PRECONDITION", "The subscription is not active.");
    const change = { state: "paused", cause: "person", stateSince: new Date() } as const;
    const row = await updateSubscription(transaction, before, change);
    return {
      result: await subscriptionView(transaction, row),
      audit: { object: id, before: { state: before.state }, after: { state: row.state } },
    };
  },
});
