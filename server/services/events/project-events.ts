import type postgres from "postgres";
import type { Sql } from "../../db/client";
import { newUuid } from "../../ids";
import { numberForReaders } from "./number-for-readers";

/**
 * Told to every process that listens, once per round: the feed has grown up to `seq`, also that of `systems` (public ids);
 * without `systems`, of too many to name.
 */
export const FEED_CHANNEL = "dmwsi_feed";

/** A notification has less than 8,000 octets. */
const SYSTEMS_TOLD_MAX = 100;
const ENDED = ["succeeded", "failed", "cancelled", "expired"];

/**
 * One round of the projector: takes what is committed in the outbox, numbers it into the feed, keeps the counts,
 * completes operations whose last task ended, and numbers what each External System is told of; all in one transaction.
 * A row is deleted from the outbox and inserted into the feed in one statement, so a slow transaction loses nothing and
 * delays nobody; within a device the order is (version, i). Two projectors at once wait for each other at the projector
 * row. Answers how many facts it took.
 */
export async function projectEvents(sql: Sql): Promise<number> {
  const [waiting] = await sql<{ found: boolean }[]>`select exists (select 1 from outbox) as found`;
  if (!waiting?.found) return 0;
  return sql.begin(async (transaction) => {
    const [round] = await transaction<ProjectedRound[]>`
      with st as (select seq from projector where id = 1 for update),
      d as (delete from outbox returning *),
      f as (
        insert into events (seq, event_id, realm, type, from_state, to_state, reason, device_id, operation_id, content_id, system_id, at, data)
        select st.seq + row_number() over (order by w.t, w.device_id, w.version, w.i),
          w.event_id, w.realm, w.type, w.from_state, w.to_state, w.reason,
          case when w.device_id in (w.operation_id, w.content_id) or w.system_id is not null then null else w.device_id end,
          w.operation_id, w.content_id, w.system_id, w.at, w.data
        from (select d.*, max(d.at) over (partition by d.device_id order by d.version, d.i) as t from d) w, st
        returning seq, type, operation_id, to_state),
      k as (
        insert into operation_counts (operation_id, state, outcome, count)
        select operation_id, state, outcome, sum(delta) from (
          select operation_id, to_state as state,
            case when to_state = 'failed' then coalesce(data ->> 'outcome', '') else '' end as outcome, 1 as delta
          from d where to_state is not null
          union all
          select operation_id, from_state, '', -1 from d where from_state is not null) deltas
        group by operation_id, state, outcome order by operation_id, state, outcome
        on conflict (operation_id, state, outcome) do update set count = operation_counts.count + excluded.count),
      u as (
        update projector set seq = projector.seq + (select count(*) from f) where id = 1 and exists (select 1 from f))
      select count(*)::integer as count, (min(seq) - 1)::float8 as before, count(type) > 0 as announces,
        array_agg(distinct operation_id) filter (where to_state::text = any (${ENDED})) as ended
      from f`;
    if (!round || round.count === 0) return 0;
    const completed = round.ended ? await completeOperations(transaction, round.ended) : 0;
    // Whether anybody reads at all is asked when there is something to read.
    const isNews = round.announces || completed > 0;
    const told = isNews ? await numberForReaders(transaction, round.before) : [];
    const systems = told.length > SYSTEMS_TOLD_MAX ? null : told;
    await transaction`
      select pg_notify(${FEED_CHANNEL}, json_strip_nulls(json_build_object('seq', seq, 'systems', to_json(${systems}::text[])))::text)
      from projector where id = 1`;
    return round.count;
  });
}

interface ProjectedRound {
  readonly count: number;
  /** The number of the feed before it. */
  readonly before: number;
  /** Not all of it is only kept and counted. */
  readonly announces: boolean;
  /** Operations that had a task end. */
  readonly ended: string[] | null;
}

/**
 * Operations all of whose tasks have ended are completed and announced, in the round that counted the last one. Answers how
 * many they are.
 */
async function completeOperations(
  transaction: postgres.TransactionSql,
  operationIds: readonly string[],
): Promise<number> {
  const completed = await transaction<{ operation_id: string; realm: string }[]>`
    update operations set state = 'completed', completed_at = now()
    where operation_id = any (${operationIds as string[]}::uuid[]) and state in ('draft', 'awaiting_approval', 'scheduled', 'running', 'paused')
      and total = (select coalesce(sum(count), 0) from operation_counts c
        where c.operation_id = operations.operation_id and c.state::text = any (${ENDED}))
    returning operation_id, realm`;
  for (const { operation_id, realm } of completed) {
    await transaction`
      with moved as (update projector set seq = seq + 1 where id = 1 returning seq)
      insert into events (seq, event_id, realm, type, operation_id, at)
      select seq, ${newUuid()}, ${realm}::realm, 'dmwsi.operation.completed.v1', ${operation_id}, now() from moved`;
  }
  return completed.length;
}
