import type { Sql } from "../../db/client";

const OPERATIONS_PER_ROUND_MAX = 20;

/**
 * Lets operations run whose start time has come, and has their devices woken. Their tasks stay `scheduled` in the table:
 * a released and due scheduled task counts as queued, and readers show it so. Each in a transaction of its own: it takes
 * its devices in their order, as whoever starts an operation does, and over two operations there is no such order.
 */
export async function releaseScheduledOperations(sql: Sql): Promise<number> {
  let released = 0;
  while (released < OPERATIONS_PER_ROUND_MAX && (await releaseNext(sql))) released += 1;
  return released;
}

/** Whether there was one. */
async function releaseNext(sql: Sql): Promise<boolean> {
  return sql.begin(async (transaction) => {
    const [due] = await transaction<{ operation_id: string }[]>`
      update operations set state = 'running'
      where operation_id in (
        select operation_id from operations where state = 'scheduled' and not_before <= now()
        order by not_before limit 1 for update skip locked)
      returning operation_id`;
    if (!due) return false;
    await transaction`
      insert into wake_ups (device_id, session_id, due_at)
      select device_id, 1 + floor(random() * 65535)::integer, now() from tasks
      where operation_id = ${due.operation_id} and state = 'scheduled' order by device_id
      on conflict (device_id) do update set due_at = least(wake_ups.due_at, excluded.due_at),
        session_id = case when wake_ups.due_at = 'infinity' then excluded.session_id else wake_ups.session_id end,
        channel = case when wake_ups.due_at = 'infinity' then null else wake_ups.channel end,
        attempt = case when wake_ups.due_at = 'infinity' then 0 else wake_ups.attempt end
      where not (wake_ups.slot and isfinite(wake_ups.due_at))`;
    return true;
  });
}
