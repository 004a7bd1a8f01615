import { and, asc, eq, gt, max, sql } from "drizzle-orm";
import type { z } from "zod";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import { feedBounds, scanFeed, WITHDRAWN } from "../events";
import { readSystemPrincipal } from "../external-systems";
import type { SubscriptionRow } from "./find-subscription";
import { matchesType } from "./matches-type";
import { RECOVERED_MAX, type RecoverInput } from "./schemas";

/** What one call of `recover` sends again. */
export interface Recoverable {
  /** Number in the system's feed behind which it begins. */
  readonly first: number;
  /** Numbers of the events, in their order. */
  readonly seqs: readonly number[];
  /** The number behind which there may be more; null: there is none. */
  readonly next: number | null;
}

/**
 * Of a subscription's events since a time: those that were given up; or all that it asks for as it is now, also what it
 * did not ask for before. At most RECOVERED_MAX are looked at.
 */
export async function findRecoverable(
  transaction: Transaction,
  row: SubscriptionRow,
  { since, which, after = 0 }: z.output<typeof RecoverInput>,
): Promise<Recoverable> {
  const { swept, end } = await feedBounds(transaction, row.systemId);
  const first = Math.max(after, swept, (await firstSince(transaction, row.systemId, since)) ?? end);
  if (which === "failed") return findParked(transaction, row, first);
  // What was not looked at yet is not sent again.
  return findWanted(transaction, row, first, Math.min(end, await lookedAtUpTo(transaction, row)));
}

async function findParked(
  transaction: Transaction,
  { subscriptionId }: SubscriptionRow,
  first: number,
): Promise<Recoverable> {
  const found = await transaction
    .select({ seq: deliveries.seq })
    .from(deliveries)
    .where(
      and(eq(deliveries.subscriptionId, subscriptionId), eq(deliveries.state, "parked"), gt(deliveries.seq, first)),
    )
    .orderBy(asc(deliveries.seq))
    .limit(RECOVERED_MAX + 1);
  const seqs = found.slice(0, RECOVERED_MAX).map(({ seq }) => seq);
  return { first, seqs, next: found.length > RECOVERED_MAX ? (seqs.at(-1) ?? null) : null };
}

async function findWanted(
  transaction: Transaction,
  { systemId, types, filter }: SubscriptionRow,
  first: number,
  end: number,
): Promise<Recoverable> {
  const principal = await readSystemPrincipal(transaction, systemId);
  const found = await scanFeed(transaction, principal, { after: first, end, limit: RECOVERED_MAX, filter });
  const seqs = found
    .filter(({ type, isWanted }) => isWanted && matchesType(types, type ?? WITHDRAWN))
    .map(({ seq }) => seq);
  return { first, seqs, next: first + RECOVERED_MAX < end ? first + RECOVERED_MAX : null };
}

/** Where the push had come to, also before it was sent back by a call like this. */
async function lookedAtUpTo(transaction: Transaction, row: SubscriptionRow): Promise<number> {
  const [found] = await transaction
    .select({ last: max(deliveries.seq) })
    .from(deliveries)
    .where(eq(deliveries.subscriptionId, row.subscriptionId));
  return Math.max(row.position, found?.last ?? 0);
}

/** The number in a system's feed behind which the events since a time are; null where there are none. */
async function firstSince(transaction: Transaction, systemId: string, since: string): Promise<number | null> {
  // As seconds: the database does not read offsets of 16 hours and more, which RFC 3339 knows.
  const seconds = Date.parse(since) / 1_000;
  const [found] = await transaction.execute<{ seq: number | null }>(sql`
    select (min(r.seq) - 1)::float8 as seq from event_readers r join events e on e.seq = r.event_seq
    where r.system_id = ${systemId} and e.at >= to_timestamp(${seconds}::float8)`);
  return found?.seq ?? null;
}
