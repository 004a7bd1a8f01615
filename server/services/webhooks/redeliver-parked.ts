import { and, eq, inArray, sql } from "drizzle-orm";
import { deliveries, subscriptions } from "../../../drizzle/schema/subscriptions";
import { useCase } from "../use-case";
import { ONCE_MORE } from "./once-more";
import { firstParked, parkedRange } from "./parked-deliveries";
import { ParkedInput, ParkedView, REDELIVERED_MAX } from "./schemas";
import { takeLeases } from "./take-leases";

/**
 * Sends events again that were given up, of one subscription or of all: under the same ids, the oldest first, at most
 * REDELIVERED_MAX of them. Asked for again, the next ones are.
 *
 * Throws ServiceError NOT_FOUND, and FORBIDDEN for an External System that names none.
 */
export const redeliverParked = useCase({
  name: "subscription.redeliver_parked",
  scope: "subscriptions:write",
  input: ParkedInput,
  output: ParkedView,
  audit: true,
  async run({ principal }, transaction, { id }) {
    const found = await firstParked(transaction, await parkedRange(transaction, principal, id));
    const taken = found.slice(0, REDELIVERED_MAX);
    const ofOnes = [...new Set(taken.map(({ subscriptionId }) => subscriptionId))];
    await takeLeases(transaction, inArray(subscriptions.subscriptionId, ofOnes));
    const keys = sql`select * from unnest(
      ${sql.param(taken.map(({ subscriptionId }) => subscriptionId))}::uuid[], ${sql.param(taken.map(({ seq }) => seq))}::bigint[])`;
    // One that somebody else asked for meanwhile is parked no more.
    const made = await transaction
      .update(deliveries)
      .set(ONCE_MORE)
      .where(and(sql`(${deliveries.subscriptionId}, ${deliveries.seq}) in (${keys})`, eq(deliveries.state, "parked")))
      .returning({ seq: deliveries.seq });
    const result = { count: made.length, isMore: found.length > REDELIVERED_MAX };
    return { result, audit: { object: id ?? "all", after: result } };
  },
});
