import { and, count, eq, gt, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import type { SubscriptionRow } from "./find-subscription";
import type { RecoverInput } from "./schemas";

type Which = z.output<typeof RecoverInput>["which"];

/** The number in the system's feed behind which the events since a time are; at most the one that the push has come to. */
export async function firstSince(transaction: Transaction, row: SubscriptionRow, since: string): Promise<number> {
  // As seconds: the database does not read offsets of 16 hours and more, which RFC 3339 knows.
  const seconds = Date.parse(since) / 1_000;
  const [found] = await transaction.execute<{ seq: number }>(sql`
    select least(coalesce(min(r.seq) - 1, ${row.position}), ${row.position})::float8 as seq
    from event_readers r join events e on e.seq = r.event_seq
    where r.system_id = ${row.systemId} and e.at >= to_timestamp(${seconds}::float8)`);
  return found?.seq ?? row.position;
}

/** Deliveries behind a number: those that were given up, or all. */
export function deliveriesBehind({ subscriptionId }: SubscriptionRow, first: number, which: Which): SQL | undefined {
  const isBehind = and(eq(deliveries.subscriptionId, subscriptionId), gt(deliveries.seq, first));
  return which === "all" ? isBehind : and(isBehind, eq(deliveries.state, "parked"));
}

/** How many events that would be sent again. */
export async function countBehind(
  transaction: Transaction,
  row: SubscriptionRow,
  first: number,
  which: Which,
): Promise<number> {
  const [found] = await transaction
    .select({ count: count() })
    .from(deliveries)
    .where(deliveriesBehind(row, first, which));
  return found?.count ?? 0;
}
