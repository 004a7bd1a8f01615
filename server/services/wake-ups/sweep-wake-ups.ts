import type { Sql } from "../../db/client";
import { SWEPT_MAX } from "../sweep-expired";

/** How long a push and its receipts can be looked up. */
const SENDS_DAYS_KEPT = 30;
/** How long a channel's daily numbers are kept. */
export const STATISTICS_DAYS_KEPT = 90;

/**
 * Deletes pushes and statistics that have served their time. Answers how many rows went: from SWEPT_MAX on there may be
 * more.
 */
export async function sweepWakeUps(sql: Sql): Promise<number> {
  const sends = await sql`delete from wake_up_sends where (device_id, send_id) in (
    select device_id, send_id from wake_up_sends where sent_at < now() - make_interval(days => ${SENDS_DAYS_KEPT})
    order by sent_at limit ${SWEPT_MAX})`;
  const days = await sql`delete from channel_statistics where ctid = any (array(
    select ctid from channel_statistics
    where day < (now() at time zone 'utc')::date - ${STATISTICS_DAYS_KEPT}::integer limit ${SWEPT_MAX}))`;
  return sends.count + days.count;
}
