import { eq } from "drizzle-orm";
import { subscriptionSecrets, subscriptions } from "../../../drizzle/schema/subscriptions";
import { useCase } from "../use-case";
import { lockSubscription } from "./find-subscription";
import { DeleteSubscriptionInput, SubscriptionView } from "./schemas";
import { subscriptionView } from "./subscription-view";

/**
 * Ends a push; what became of its events is swept later. The answer is what it was.
 *
 * Throws ServiceError NOT_FOUND; STALE where `revision` is no longer so.
 */
export const deleteSubscription = useCase({
  name: "subscription.delete",
  scope: "subscriptions:write",
  input: DeleteSubscriptionInput,
  output: SubscriptionView,
  audit: true,
  async run({ principal }, transaction, { id, revision }) {
    const row = await lockSubscription(transaction, principal, id, revision);
    const result = await subscriptionView(transaction, row);
    const { subscriptionId, url, types } = row;
    await transaction.delete(subscriptionSecrets).where(eq(subscriptionSecrets.subscriptionId, subscriptionId));
    await transaction.delete(subscriptions).where(eq(subscriptions.subscriptionId, subscriptionId));
    return { result, audit: { object: id, before: { systemId: result.systemId, url, types } } };
  },
});
