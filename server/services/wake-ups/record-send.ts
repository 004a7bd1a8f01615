import type { SendResult } from "../../adapters/channels";
import type { Sql } from "../../db/client";
import type { Realm } from "../principal";
import type { NextAttempt } from "./attempt-schedule";

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

/** After: what the channel answered is kept and counted, and the next attempt set, in one statement. */
export async function recordSend(
  sql: Sql,
  workerId: string,
  send: Send,
  result: SendResult,
  next: NextAttempt,
  counted: CountedAs,
): Promise<void> {
  const accepted = result.state === "accepted";
  await sql`
    with kept as (${keepAnswer(sql, send, result)}), counts as (${countAnswer(sql, send, result, counted)})
    update wake_ups set lease_until = null, slot = false, channel = ${next.channel}, attempt = ${next.attempt},
      send_id = case when ${result.state === "rejected"} then null else send_id end,
      problem = ${accepted ? null : result.problem},
      problem_since = case when ${accepted} then null else coalesce(problem_since, now()) end,
      due_at = coalesce(now() + make_interval(secs => ${next.seconds}::integer), 'infinity')
    where device_id = ${send.deviceId} and leased_by = ${workerId}`;
}

function keepAnswer(sql: Sql, { deviceId, sendId }: Send, result: SendResult) {
  const failure = result.state === "accepted" ? null : result;
  const refs = result.state === "accepted" ? [...result.refs] : [];
  return sql`
    update wake_up_sends set state = ${result.state}, code = ${failure?.code ?? null}, problem = ${failure?.problem ?? null},
      refs = ${refs}::text[]
    where device_id = ${deviceId} and send_id = ${sendId}`;
}

function countAnswer(sql: Sql, { channel }: Send, result: SendResult, { realm, manufacturer, model }: CountedAs) {
  return sql`
    insert into channel_statistics as s (day, realm, channel, manufacturer, model, attempts, accepted, rejected)
    values ((now() at time zone 'utc')::date, ${realm}::realm, ${channel}, ${manufacturer ?? ""}, ${model ?? ""}, 1,
      ${result.state === "accepted" ? 1 : 0}, ${result.state === "rejected" ? 1 : 0})
    on conflict (day, realm, channel, manufacturer, model) do update set attempts = s.attempts + 1,
      accepted = s.accepted + excluded.accepted, rejected = s.rejected + excluded.rejected`;
}
