import type { Sql } from "../../db/client";
import { SWEPT_MAX } from "../sweep-expired";

/**
 * Deletes what became of events more than `days` ago, which is as long as the feed keeps them, and what belongs to no
 * subscription any more. Answers how many rows went.
 */
export async function sweepDeliveries(sql: Sql, days: number): Promise<number> {
  const gone = await sql`
    delete from deliveries where ctid = any (array(
      select d.ctid from deliveries d
      where not exists (select 1 from subscriptions s where s.subscription_id = d.subscription_id)
        or (d.state in ('delivered', 'parked') and d.changed_at < now() - make_interval(days => ${days}))
      limit ${SWEPT_MAX}))`;
  await sql`delete from subscription_secrets where expires_at < now()`;
  return gone.count;
}
