import type { Sql } from "../../db/client";
import { TASKS_LOADED_MAX } from "../device-sessions/device-store";

/** A wake-up that this process may act on while its lease lasts, with what only the device's row knows. */
export interface ClaimedWakeUp {
  readonly device_id: string;
  readonly session_id: number;
  readonly channel: string | null;
  readonly attempt: number;
  readonly asked: boolean;
  /** It waited for a slot of `channel`, which has come. */
  readonly slot: boolean;
  readonly msisdn: string | null;
  readonly imsi: string | null;
  /** Two devices use its id: what can do harm waits for an administrator. */
  readonly held: boolean;
}

/** Longer than a channel may take to answer. What its holder did not finish by then is done again. */
const LEASE_SECONDS = 60;

/** Claims the wake-ups that are due longest, by the index of due times; two workers never hold the same one. */
export function claimWakeUps(sql: Sql, workerId: string, countMax: number) {
  return sql<ClaimedWakeUp[]>`
    with due as materialized (
      select device_id from wake_ups where due_at <= now() and (lease_until is null or lease_until < now())
      order by due_at limit ${countMax} for update skip locked)
    update wake_ups w set lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), leased_by = ${workerId}
    from due left join devices d using (device_id)
    where w.device_id = due.device_id
    returning w.device_id, w.session_id, w.channel, w.attempt, w.asked, w.slot, d.msisdn, d.imsi,
      d.held_since is not null as held`;
}

/**
 * Nothing waited for the device when it was looked at. Whoever starts something on it, or asks for it, meanwhile takes its
 * row and holds it until that is there to be seen: what came so is looked for once the row is ours, and then it stays.
 */
export async function forgetWakeUp(sql: Sql, workerId: string, deviceId: string): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`select from wake_ups where device_id = ${deviceId} and leased_by = ${workerId} for update`;
    await transaction`
      delete from wake_ups w where device_id = ${deviceId} and leased_by = ${workerId} and not exists (
        select from load_batch(w.device_id, array[w.device_id], ${TASKS_LOADED_MAX}) l
        where w.asked or exists (
          select from json_array_elements(l.tasks) t where t ->> 'state' <> 'waiting_device'))`;
    await transaction`
      update wake_ups set lease_until = null where device_id = ${deviceId} and leased_by = ${workerId}`;
  });
}

/** Tries again later, without having tried now; with `slotOf`, in a slot of that channel's rate. */
export async function postponeWakeUp(
  sql: Sql,
  workerId: string,
  deviceId: string,
  seconds: number,
  slotOf: string | null = null,
): Promise<void> {
  await sql`
    update wake_ups set lease_until = null, due_at = now() + make_interval(secs => ${seconds}::float8),
      slot = ${slotOf !== null},
      attempt = case when ${slotOf}::text is null or channel = ${slotOf} then attempt else 0 end,
      channel = coalesce(${slotOf}, channel)
    where device_id = ${deviceId} and leased_by = ${workerId}`;
}

/** Cannot be sent, and not again by itself: the next operation or the device's own session lifts it. */
export async function giveUpWakeUp(sql: Sql, workerId: string, deviceId: string, problem: string): Promise<void> {
  await sql`
    update wake_ups set lease_until = null, due_at = 'infinity', slot = false, problem = ${problem},
      problem_since = coalesce(problem_since, now())
    where device_id = ${deviceId} and leased_by = ${workerId}`;
}
