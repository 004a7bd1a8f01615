import type { Sql } from "../../db/client";
import { SWEPT_MAX } from "../sweep-expired";

/**
 * Takes the oldest events out of the feeds: of each feed its beginning, as far as it is older than `days`, at most
 * SWEPT_MAX. The facts themselves stay: they are the history of devices and operations. Answers how many it took.
 */
export async function sweepFeeds(sql: Sql, days: number): Promise<number> {
  const feeds = await sql<{ systemId: string }[]>`
    select system_id as "systemId" from event_feeds where seq > swept_seq order by system_id`;
  let swept = 0;
  for (const { systemId } of feeds) {
    const [row] = await sql<{ count: number }[]>`
      with oldest as (
        select r.seq, e.at >= now() - make_interval(days => ${days}) as young
        from event_readers r join events e on e.seq = r.event_seq
        where r.system_id = ${systemId} order by r.seq limit ${SWEPT_MAX}),
      upto as (
        select max(seq) as seq from oldest where seq < coalesce((select min(seq) from oldest where young), 'infinity'::float8)),
      gone as (
        delete from event_readers r using upto where r.system_id = ${systemId} and r.seq <= upto.seq returning r.seq),
      noted as (
        update event_feeds set swept_seq = upto.seq from upto where system_id = ${systemId} and upto.seq is not null)
      select count(*)::integer as count from gone`;
    swept += row?.count ?? 0;
  }
  return swept;
}
