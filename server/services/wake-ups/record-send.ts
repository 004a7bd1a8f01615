import type { SendResult } from "../../adapters/channels";
import type { Sql } from "../../db/client";
import type { Realm } from "../principal";
import type { NextAttempt } from "./attempt-schedule";
import { MODELS_COUNTED_MAX } from "./models-counted";

/** One push on its way to one device. */
export interface Send {
  readonly sendId: string;
  readonly deviceId: string;
  readonly purpose: "package0" | "bootstrap";
  readonly sessionId: number;
  readonly channel: string;
  readonly attempt: number;
}

/** Whose numbers a send counts for. */
export interface CountedAs {
  readonly realm: Realm;
  readonly manufacturer: string | null;
  readonly model: string | null;
}

/**
 * Before a push is handed to its channel: its receipt may come, and the device call in, before the channel has answered,
 * and both have to find what they belong to.
 */
export async function markSending(sql: Sql, workerId: string, send: Send): Promise<void> {
  await sql`
    with kept as (
      insert into wake_up_sends (device_id, send_id, purpose, session_id, channel, attempt, state, refs)
      values (${send.deviceId}, ${send.sendId}, ${send.purpose}, ${send.sessionId}, ${send.channel}, ${send.attempt},
        'sending', '{}'))
    update wake_ups set send_id = ${send.sendId}, sent_by = ${send.channel}, sent_at = now(), receipt = null
    where device_id = ${send.deviceId} and leased_by = ${workerId}`;
}

/**
 * After: what the channel answered is kept and counted, and the next attempt set, in one statement. Rows are taken in
 * the order of wake-up, push, statistics, as receipts take them; each part begins when the one before is done.
 */
export async function recordSend(
  sql: Sql,
  workerId: string,
  { deviceId, sendId, channel }: Send,
  result: SendResult,
  next: NextAttempt,
  { realm, manufacturer, model }: CountedAs,
): Promise<void> {
  const accepted = result.state === "accepted";
  const rejected = result.state === "rejected";
  const failure = result.state === "accepted" ? null : result;
  const refs = result.state === "accepted" ? [...result.refs] : [];
  await sql`
    with moved as (
      update wake_ups set lease_until = null, slot = false, channel = ${next.channel}, attempt = ${next.attempt},
        send_id = case when ${rejected} then null else send_id end,
        problem = ${failure?.problem ?? null},
        problem_since = case when ${accepted} then null else coalesce(problem_since, now()) end,
        due_at = coalesce(now() + make_interval(secs => ${next.seconds}::integer), 'infinity')
      where device_id = ${deviceId} and leased_by = ${workerId} returning 1),
    kept as (
      update wake_up_sends set state = ${result.state}, code = ${failure?.code ?? null},
        problem = ${failure?.problem ?? null}, refs = ${refs}::text[]
      from (select count(*) from moved) as after_moved
      where device_id = ${deviceId} and send_id = ${sendId} returning 1)
    insert into channel_statistics as s (day, realm, channel, manufacturer, model, attempts, accepted, rejected)
    select days.day, ${realm}::realm, ${channel}, m.manufacturer, m.model, 1,
      ${accepted ? 1 : 0}::integer, ${rejected ? 1 : 0}::integer
    from (select (now() at time zone 'utc')::date as day, count(*) from kept) as days
      cross join lateral counted_model(days.day, ${realm}::realm, ${channel}, ${manufacturer ?? ""}, ${model ?? ""},
        ${MODELS_COUNTED_MAX}) m
    on conflict (day, realm, channel, manufacturer, model) do update set attempts = s.attempts + 1,
      accepted = s.accepted + excluded.accepted, rejected = s.rejected + excluded.rejected`;
}

/**
 * To be called when a device has been given up: what was started while its last attempt was on its way found it due, and
 * left it so. For that it is tried from its first channel on. A start that is not there to be seen yet finds it given up.
 */
export async function wakeForStarted(sql: Sql, deviceId: string): Promise<void> {
  await sql`
    update wake_ups w set due_at = now(), channel = null, attempt = 0, session_id = 1 + floor(random() * 65535)::integer
    where device_id = ${deviceId} and due_at = 'infinity' and exists (
      select from tasks t
      where t.device_id = w.device_id and t.state = 'queued' and t.created_at > w.sent_at)`;
}
