import { and, eq, gt, gte, sql } from "drizzle-orm";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import { useCase } from "../use-case";
import { lockSubscription, type SubscriptionRow } from "./find-subscription";
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
    const count = which === "all" ? before.position - first : await makeDue(transaction, before, first);
    const row = await updateSubscription(transaction, before, which === "all" ? { position: first } : {});
    if (which === "all") {
      await transaction
        .delete(deliveries)
        .where(and(eq(deliveries.subscriptionId, row.subscriptionId), gt(deliveries.seq, first)));
    }
    const subscription = await subscriptionView(transaction, row);
    return { result: { subscription, count }, audit: { object: id, after: { since, which, count } } };
  },
});

/** The number in the system's feed behind which the events since a time are; at most the one that the push has come to. */
async function firstSince(transaction: Transaction, row: SubscriptionRow, since: string): Promise<number> {
  // As seconds: the database does not read offsets of 16 hours and more, which RFC 3339 knows.
  const seconds = Date.parse(since) / 1_000;
  const [found] = await transaction.execute<{ seq: number }>(sql`
    select least(coalesce(min(r.seq) - 1, ${row.position}), ${row.position})::float8 as seq
    from event_readers r join events e on e.seq = r.event_seq
    where r.system_id = ${row.systemId} and e.at >= to_timestamp(${seconds}::float8)`);
  return found?.seq ?? row.position;
}

async function makeDue(transaction: Transaction, { subscriptionId }: SubscriptionRow, first: number): Promise<number> {
  const made = await transaction
    .update(deliveries)
    .set({ state: "retrying", again: true, untold: false, attempts: 0, nextAt: sql`now()`, changedAt: sql`now()` })
    .where(
      and(
        eq(deliveries.subscriptionId, subscriptionId),
        eq(deliveries.state, "parked"),
        gte(deliveries.seq, first + 1),
      ),
    )
    .returning({ seq: deliveries.seq });
  return made.length;
}
