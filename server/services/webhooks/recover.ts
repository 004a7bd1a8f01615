import { and, eq, sql } from "drizzle-orm";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import { useCase } from "../use-case";
import { lockSubscription } from "./find-subscription";
import { ONCE_MORE } from "./once-more";
import { findRecoverable } from "./recoverable";
import { RecoveredView, RecoverInput } from "./schemas";
import { subscriptionView } from "./subscription-view";
import { updateSubscription } from "./update-subscription";

/**
 * Sends again, under the same ids, what a receiver missed since a time: the events that were given up, or all of them, in
 * their order, as far as the feed keeps them; at most RECOVERED_MAX of them, and `next` to go on with.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const recover = useCase({
  name: "subscription.recover",
  scope: "subscriptions:write",
  input: RecoverInput,
  output: RecoveredView,
  audit: true,
  async run({ principal }, transaction, input) {
    const { id, since, which, after } = input;
    const before = await lockSubscription(transaction, principal, id);
    const { first, seqs, next } = await findRecoverable(transaction, before, input);
    const isMeant = and(
      eq(deliveries.subscriptionId, before.subscriptionId),
      sql`${deliveries.seq} = any (${sql.param(seqs)}::bigint[])`,
    );
    const isSentBack = which === "all" && seqs.length > 0;
    // What is behind them and has a row is not sent again on the way.
    const row = await updateSubscription(
      transaction,
      before,
      isSentBack ? { position: Math.min(before.position, first) } : {},
    );
    if (which === "all") await transaction.delete(deliveries).where(isMeant);
    else
      await transaction
        .update(deliveries)
        .set(ONCE_MORE)
        .where(and(isMeant, eq(deliveries.state, "parked")));
    const count = seqs.length;
    const subscription = await subscriptionView(transaction, row);
    return {
      result: { subscription, count, next },
      audit: { object: id, after: { since, which, behind: after ?? null, count, next } },
    };
  },
});
