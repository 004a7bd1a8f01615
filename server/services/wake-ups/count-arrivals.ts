import type { Sql } from "../../db/client";
import { DELAY_BOUNDS_SECONDS } from "./delays";
import { MODELS_COUNTED_MAX } from "./models-counted";

const ARRIVALS_PER_ROUND_MAX = 1_000;

/**
 * Moves the sessions that pushes brought into the statistics of their channels, in one statement, so that each is counted
 * once. Answers how many there were.
 */
export async function countArrivals(sql: Sql): Promise<number> {
  const bounds = [...DELAY_BOUNDS_SECONDS];
  const [row] = await sql<{ count: number }[]>`
    with taken as (
      delete from wake_up_arrivals where (device_id, send_id) in (
        select device_id, send_id from wake_up_arrivals limit ${ARRIVALS_PER_ROUND_MAX} for update skip locked)
      returning device_id, channel, sent_at, came_at),
    came as (
      select days.day, d.realm, t.channel, m.manufacturer, m.model,
        width_bucket(extract(epoch from t.came_at - t.sent_at)::float8, ${bounds}::float8[]) as bucket
      from taken t
        cross join lateral (select (t.came_at at time zone 'utc')::date as day) days
        cross join lateral (select realm, manufacturer, model from devices where device_id = t.device_id limit 1) d
        cross join lateral counted_model(days.day, d.realm, t.channel, coalesce(d.manufacturer, ''), coalesce(d.model, ''),
          ${MODELS_COUNTED_MAX}) m),
    buckets as (
      select day, realm, channel, manufacturer, model, b, count(*) filter (where bucket = b) as count
      from came cross join generate_series(0, ${bounds.length}) b group by 1, 2, 3, 4, 5, 6),
    counted as (
      insert into channel_statistics as s (day, realm, channel, manufacturer, model, sessions, delays)
      select day, realm, channel, manufacturer, model, sum(count), array_agg(count order by b)
      from buckets group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (day, realm, channel, manufacturer, model) do update set sessions = s.sessions + excluded.sessions,
        delays = (select array_agg(coalesce(s.delays[i], 0) + excluded.delays[i] order by i)
          from generate_series(1, array_length(excluded.delays, 1)) i))
    select count(*)::integer as count from taken`;
  return row?.count ?? 0;
}
