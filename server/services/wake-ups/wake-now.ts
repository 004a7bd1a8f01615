import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../../db/client";

/**
 * Has devices woken at once: `devices` is a query of one column `device_id`. One that was given up begins anew, on its
 * first channel and as a new session; one that waits for a channel's rate goes on waiting. `asked`: by a person, who does
 * not wait for a rate, nor for the channel that is its turn, and whether or not a task waits. Rows are taken in the order
 * of the devices, so that no two calls wait in a circle. Answers when the first of them is due; null: there were none.
 */
export async function wakeNow(transaction: Transaction, devices: SQL, asked: boolean): Promise<string | null> {
  const [row] = await transaction.execute<{ due_at: string | null }>(sql`
    with woken as (
      insert into wake_ups (device_id, session_id, due_at, asked)
      select device_id, 1 + floor(random() * 65535)::integer, now(), ${asked}::boolean from (${devices}) d order by device_id
      on conflict (device_id) do update set
        due_at = case when excluded.asked then excluded.due_at else least(wake_ups.due_at, excluded.due_at) end,
        asked = wake_ups.asked or excluded.asked,
        slot = wake_ups.slot and not excluded.asked,
        session_id = case when wake_ups.due_at = 'infinity' then excluded.session_id else wake_ups.session_id end,
        channel = case when excluded.asked or wake_ups.due_at = 'infinity' then null else wake_ups.channel end,
        attempt = case when excluded.asked or wake_ups.due_at = 'infinity' then 0 else wake_ups.attempt end
      where excluded.asked or not (wake_ups.slot and isfinite(wake_ups.due_at))
      returning due_at)
    select to_char(min(due_at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as due_at from woken`);
  return row?.due_at ?? null;
}
