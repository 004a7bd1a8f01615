import { and, eq, sql } from "drizzle-orm";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { lockSubscription } from "./find-subscription";
import { SubscriptionIdInput, SubscriptionView } from "./schemas";
import { subscriptionView } from "./subscription-view";
import { updateSubscription } from "./update-subscription";

/**
 * Goes on where the push had come to, whatever it was that stopped it; what waits for a further attempt is due at once.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION where it is active.
 */
export const resumeSubscription = useCase({
  name: "subscription.resume",
  scope: "subscriptions:write",
  input: SubscriptionIdInput,
  output: SubscriptionView,
  audit: true,
  async run({ principal }, transaction, { id }) {
    const before = await lockSubscription(transaction, principal, id);
    if (before.state === "active") throw new ServiceError("FAILED_PRECONDITION", "The subscription is active.");
    const row = await updateSubscription(transaction, before, {
      ...{ state: "active", cause: null, failures: 0, failingSince: null, heldUntil: null },
      stateSince: new Date(),
    });
    await transaction
      .update(deliveries)
      .set({ nextAt: sql`now()` })
      .where(and(eq(deliveries.subscriptionId, row.subscriptionId), eq(deliveries.state, "retrying")));
    return {
      result: await subscriptionView(transaction, row),
      audit: { object: id, before: { state: before.state, cause: before.cause }, after: { state: row.state } },
    };
  },
});
