import type postgres from "postgres";
import type { DeliveryTry } from "../../../drizzle/schema/subscriptions";
import type { Sql } from "../../db/client";
import { newUuid, toPublicId } from "../../ids";
import type { EventType } from "../events";
import type { Realm } from "../principal";
import { PROBE_FAILURES } from "./attempt-schedule";
import { WITHHELD } from "./withheld";

/** What its holder does not renew for so long is somebody else's. */
const LEASE_SECONDS = 30;

/** A subscription that this process pushes for, as it was when it was taken. */
export interface ClaimedSubscription {
  readonly subscriptionId: string;
  readonly realm: Realm;
  readonly systemId: string;
  /** Of this holding: whoever took the subscription since has another. */
  readonly lease: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly filter: string | null;
  readonly position: number;
  readonly failures: number;
  /** Milliseconds since the epoch, as below. */
  readonly failingSince: number | null;
}

/** A delivery that is due: a further attempt, its turn behind another one, or what was asked for again. */
export interface DueDelivery {
  readonly seq: number;
  readonly eventId: string;
  readonly type: string;
  readonly key: string;
  readonly attempts: number;
  readonly again: boolean;
  readonly tries: readonly DeliveryTry[];
}

/** What became of an event, to be stored. */
export interface Outcome extends DueDelivery {
  readonly state: "waiting" | "delivered" | "retrying" | "parked";
  /** Until the next attempt; null where there is none. */
  readonly pauseSeconds: number | null;
  readonly untold: boolean;
  /** What the receiver said when it refused it just now; null: nothing, and what it said before stays. */
  readonly answer: string | null;
}

/** What a push has come to, stored with the outcomes. */
export interface Progress {
  readonly position: number;
  readonly failures: number;
  readonly failingSince: number | null;
  readonly succeeded: boolean;
  readonly holdSeconds: number;
  readonly failedAttempts: number;
  /** It goes on no more. */
  readonly end: { readonly state: "paused" | "off"; readonly cause: "failures" | "gone" } | null;
  /** Parked events that the receiver was told it does not get. */
  readonly told: readonly string[];
  /** The receiver is back: what waits for a further attempt is due. */
  readonly isBack: boolean;
}

/**
 * Takes active subscriptions that have something to send and are nobody's, at most `room`. A receiver that only fails is
 * given its due attempts and nothing new. What a system has no right to any more stays where it is, also what waits for a
 * further attempt or was asked for again.
 */
export async function claimSubscriptions(sql: Sql, room: number): Promise<ClaimedSubscription[]> {
  return sql<ClaimedSubscription[]>`
    update subscriptions set leased_by = gen_random_uuid(), lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where subscription_id in (
      select s.subscription_id from subscriptions s
      join external_systems x on x.system_id = s.system_id
      left join event_feeds f on f.system_id = s.system_id
      where s.state = 'active' and (${sql.unsafe(WITHHELD)}) is null and (s.lease_until is null or s.lease_until < now())
        and (s.held_until is null or s.held_until <= now())
        and (exists (select 1 from deliveries d
            where d.subscription_id = s.subscription_id and d.state = 'retrying' and d.next_at <= now())
          or greatest(s.position, f.swept_seq) < f.seq and (s.failures < ${PROBE_FAILURES} or not exists (select 1 from deliveries d
            where d.subscription_id = s.subscription_id and d.state = 'retrying')))
      order by s.subscription_id limit ${room} for update of s skip locked)
    returning subscription_id as "subscriptionId", realm, system_id as "systemId", leased_by as lease, url, types, filter,
      position::float8 as position, failures, (extract(epoch from failing_since) * 1000)::float8 as "failingSince"`;
}

/** Gives a subscription back: to anybody at once, or `afterSeconds` from now. */
export async function releaseSubscription(
  sql: Sql,
  { subscriptionId, lease }: ClaimedSubscription,
  afterSeconds: number,
): Promise<void> {
  await sql`update subscriptions
    set leased_by = null, lease_until = case when ${afterSeconds}::float8 > 0 then now() + make_interval(secs => ${afterSeconds}::float8) end
    where subscription_id = ${subscriptionId} and leased_by = ${lease}`;
}

/** What was left by who had the subscription before: keys that wait, parked ones untold, the highest number with a row. */
export interface LeftBehind {
  readonly waitingKeys: readonly string[];
  readonly untold: readonly { readonly key: string; readonly eventId: string }[];
  readonly lastSeq: number;
}

const UNTOLD_MAX = 1_000;

export async function readLeftBehind(sql: Sql, { subscriptionId }: ClaimedSubscription): Promise<LeftBehind> {
  const keys = await sql<{ key: string }[]>`
    select distinct key from deliveries
    where subscription_id = ${subscriptionId} and state in ('waiting', 'retrying') and not again`;
  const untold = await sql<{ key: string; eventId: string }[]>`
    select key, event_id as "eventId" from deliveries
    where subscription_id = ${subscriptionId} and state = 'parked' and untold order by seq limit ${UNTOLD_MAX}`;
  const [last] = await sql<{ seq: number }[]>`
    select coalesce(max(seq), 0)::float8 as seq from deliveries where subscription_id = ${subscriptionId}`;
  return { waitingKeys: keys.map(({ key }) => key), untold, lastSeq: last?.seq ?? 0 };
}

/** Numbers behind `after` up to `upTo` that have a row already. */
export async function readKnown(sql: Sql, subscriptionId: string, after: number, upTo: number): Promise<Set<number>> {
  const rows = await sql<{ seq: number }[]>`
    select seq::float8 as seq from deliveries where subscription_id = ${subscriptionId} and seq > ${after} and seq <= ${upTo}`;
  return new Set(rows.map(({ seq }) => seq));
}

/** Deliveries that are due, the longest first. */
export async function readDue(sql: Sql, subscriptionId: string, limit: number): Promise<DueDelivery[]> {
  return sql<DueDelivery[]>`
    select seq::float8 as seq, event_id as "eventId", type, key, attempts, again, tries from deliveries
    where subscription_id = ${subscriptionId} and state = 'retrying' and next_at <= now()
    order by next_at, seq limit ${limit}`;
}

/** What waits behind the first of a key, in its order. */
export async function readBehind(
  sql: Sql,
  subscriptionId: string,
  first: DueDelivery,
  limit: number,
): Promise<DueDelivery[]> {
  return sql<DueDelivery[]>`
    select seq::float8 as seq, event_id as "eventId", type, key, attempts, again, tries from deliveries
    where subscription_id = ${subscriptionId} and key = ${first.key} and seq > ${first.seq} and state = 'waiting'
    order by seq limit ${limit}`;
}

/**
 * Stores outcomes and how far the push has come in one transaction, and renews the lease. Behind the last event of a key that
 * was taken or parked, the next one becomes due. Answers which of the keys have nothing left that waits; null when the
 * subscription is somebody else's by now, and then nothing was stored.
 */
export async function storeProgress(
  sql: Sql,
  claimed: ClaimedSubscription,
  outcomes: readonly Outcome[],
  progress: Progress,
): Promise<readonly string[] | null> {
  const { subscriptionId } = claimed;
  return sql.begin(async (transaction) => {
    if (!(await moveOn(transaction, claimed, outcomes, progress))) return null;
    if (progress.end) await tellOwner(transaction, claimed, progress.end, progress.failures);
    if (outcomes.length > 0) await upsert(transaction, claimed, outcomes);
    if (progress.told.length > 0) {
      await transaction`update deliveries set untold = false
        where subscription_id = ${subscriptionId} and event_id = any (${[...progress.told]}::uuid[]) and state = 'parked' and untold`;
    }
    if (progress.isBack) {
      await transaction`update deliveries set next_at = now()
        where subscription_id = ${subscriptionId} and state = 'retrying' and next_at > now()`;
    }
    const keys = [...new Set(outcomes.filter(({ again }) => !again).map(({ key }) => key))];
    if (keys.length === 0) return [];
    const heads = await transaction<{ key: string }[]>`
      with heads as (
        select distinct on (key) key, seq from deliveries
        where subscription_id = ${subscriptionId} and key = any (${keys}::uuid[]) and state in ('waiting', 'retrying') and not again
        order by key, seq),
      due as (
        update deliveries d set state = 'retrying', next_at = now() from heads
        where d.subscription_id = ${subscriptionId} and d.seq = heads.seq and d.state = 'waiting')
      select key from heads`;
    const waiting = new Set(heads.map(({ key }) => key));
    return keys.filter((key) => !waiting.has(key));
  });
}

async function moveOn(
  transaction: postgres.TransactionSql,
  { subscriptionId, lease }: ClaimedSubscription,
  outcomes: readonly Outcome[],
  progress: Progress,
): Promise<boolean> {
  const numberOf = (state: Outcome["state"]) => outcomes.filter((outcome) => outcome.state === state).length;
  const { holdSeconds, end } = progress;
  const [moved] = await transaction`
    update subscriptions set position = ${progress.position}, failures = ${progress.failures},
      failing_since = to_timestamp(${progress.failingSince}::float8 / 1000),
      last_success_at = case when ${progress.succeeded} then now() else last_success_at end,
      held_until = case when ${holdSeconds}::float8 > 0 then now() + make_interval(secs => ${holdSeconds}::float8) else held_until end,
      delivered = delivered + ${numberOf("delivered")}, failed_attempts = failed_attempts + ${progress.failedAttempts},
      parked = parked + ${numberOf("parked")},
      state = coalesce(${end?.state ?? null}, state), cause = coalesce(${end?.cause ?? null}, cause),
      state_since = case when ${end !== null} then now() else state_since end,
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where subscription_id = ${subscriptionId} and leased_by = ${lease}
    returning 1`;
  return moved !== undefined;
}

/** Nobody of the owner's was there when it ended. */
async function tellOwner(
  transaction: postgres.TransactionSql,
  { subscriptionId, url }: ClaimedSubscription,
  { state, cause }: NonNullable<Progress["end"]>,
  failures: number,
): Promise<void> {
  const data = JSON.stringify({ subscriptionId: toPublicId("sub", subscriptionId), url, cause, failures });
  await transaction`
    insert into outbox (device_id, version, i, event_id, system_id, realm, type, data)
    select subscription_id, nextval('outbox_facts'), 0, ${newUuid()}, system_id, realm,
      ${`dmwsi.subscription.${state}.v1` satisfies EventType}, ${data}::text::jsonb
    from subscriptions where subscription_id = ${subscriptionId}`;
}

async function upsert(
  transaction: postgres.TransactionSql,
  { subscriptionId, realm }: ClaimedSubscription,
  outcomes: readonly Outcome[],
): Promise<void> {
  const rows = outcomes.map(({ eventId, pauseSeconds, ...outcome }) => ({
    ...{ ...outcome, event_id: eventId, pause: pauseSeconds },
  }));
  await transaction`
    insert into deliveries (subscription_id, realm, seq, event_id, type, key, state, attempts, next_at, again, untold, tries, answer)
    select ${subscriptionId}, ${realm}::realm, r.seq, r.event_id, r.type, r.key, r.state, r.attempts,
      now() + make_interval(secs => r.pause), r.again, r.untold, r.tries, r.answer
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(seq bigint, event_id uuid, type text,
      key uuid, state text, attempts integer, again boolean, untold boolean, tries jsonb, answer text, pause double precision)
    on conflict (subscription_id, seq) do update set state = excluded.state, attempts = excluded.attempts,
      next_at = excluded.next_at, again = excluded.again, untold = excluded.untold, tries = excluded.tries,
      answer = coalesce(excluded.answer, deliveries.answer), changed_at = now()`;
}
