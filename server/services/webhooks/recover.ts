import { deliveries } from "../../../drizzle/schema/subscriptions";
import { useCase } from "../use-case";
import { lockSubscription } from "./find-subscription";
import { ONCE_MORE } from "./once-more";
import { countBehind, deliveriesBehind, firstSince } from "./recoverable";
import { RecoveredView, RecoverInput } from "./schemas";
import { subscriptionView } from "./subscription-view";
import { updateSubscription } from "./update-subscription";

/**
 * Sends again, under the same ids, what a receiver missed since a time: the events that were given up, or all of them, in
 * their order, as far as the feed keeps them.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const recover = useCase({
  name: "subscription.recover",
  scope: "subscriptions:write",
  input: RecoverInput,
  output: RecoveredView,
  audit: true,
  async run({ principal }, transaction, { id, since, which }) {
    const before = await lockSubscription(transaction, principal, id);
    const first = await firstSince(transaction, before, since);
    const count = await countBehind(transaction, before, first, which);
    const meant = deliveriesBehind(before, first, which);
    const row = await updateSubscription(transaction, before, which === "all" ? { position: first } : {});
    if (which === "all") await transaction.delete(deliveries).where(meant);
    else await transaction.update(deliveries).set(ONCE_MORE).where(meant);
    const subscription = await subscriptionView(transaction, row);
    return { result: { subscription, count }, audit: { object: id, after: { since, which, count } } };
  },
});
