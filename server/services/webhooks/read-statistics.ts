import { sql } from "drizzle-orm";
import { useCase } from "../use-case";
import { findSubscription } from "./find-subscription";
import { SubscriptionIdInput, SubscriptionStatisticsView } from "./schemas";

/** Answers of the receiver that are looked at. */
const ANSWERS = 200;

/**
 * How a push goes: what is still to be sent, what was, and how fast the receiver answers.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const readStatistics = useCase({
  name: "subscription.read_statistics",
  scope: "events:read",
  input: SubscriptionIdInput,
  output: SubscriptionStatisticsView,
  audit: false,
  async run({ principal }, transaction, { id }) {
    const { subscriptionId, systemId, position, delivered, failedAttempts } = await findSubscription(
      transaction,
      principal,
      id,
    );
    const [facts] = await transaction.execute<{
      behind: number;
      waiting: number;
      retrying: number;
      parked: number;
      p50: number | null;
      p95: number | null;
    }>(sql`
      select coalesce((select greatest(seq - greatest(swept_seq, ${position}::bigint), 0)
          from event_feeds where system_id = ${systemId}), 0)::float8 as behind,
        o.waiting, o.retrying, o.parked, a.p50, a.p95
      from (select count(*) filter (where state = 'waiting')::float8 as waiting,
          count(*) filter (where state = 'retrying')::float8 as retrying, count(*) filter (where state = 'parked')::float8 as parked
        from deliveries where subscription_id = ${subscriptionId} and state <> 'delivered') o,
        (select percentile_disc(0.5) within group (order by ms) as p50, percentile_disc(0.95) within group (order by ms) as p95
          from (select (tries -> -1 ->> 'ms')::float8 as ms from deliveries
            where subscription_id = ${subscriptionId} and state = 'delivered' order by seq desc limit ${ANSWERS}) l) a`);
    if (!facts) throw new Error("Counting gave no row.");
    const { p50, p95, ...open } = facts;
    return { ...open, delivered, failedAttempts, answerMs: p50 === null || p95 === null ? null : { p50, p95 } };
  },
});
