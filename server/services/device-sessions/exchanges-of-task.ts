import { sql } from "drizzle-orm";
import { results, tasks } from "../../../drizzle/schema/operations";
import { dmMessages } from "../../../drizzle/schema/sessions";
import type { Transaction } from "../../db/client";
import type { Sealer } from "../secrets";
import { loadExchanges, type TracedExchange } from "./session-exchanges";

/** Messages that brought something to the task which are looked for; as many sessions, each whole. */
const MOMENTS_MAX = 1_000;
const SESSIONS_MAX = 250;
/** Exchanges that are read of these sessions. */
const EXCHANGES_MAX = 2_000;
/** Longer than a session can last. */
const SESSION_HOURS_MAX = 2;

interface Task {
  readonly deviceId: string;
  readonly operationId: string;
}

/**
 * The exchanges of the sessions in which the device had to do with a task, each session whole, so that what it says in one
 * can be told to be about this task's commands or not.
 *
 * What went out for a task is sealed in the exchange, but whatever went out is followed by an answer that is stored, or is
 * given up as lost when the device comes next, or was the last that the device heard while the task ran. So the sessions
 * are those at and right before these moments, found by the index of the messages, whatever else the device did meanwhile.
 */
export function exchangesOfTask(
  transaction: Transaction,
  sealer: Sealer,
  { deviceId, operationId }: Task,
): Promise<readonly TracedExchange[]> {
  const isOfTask = sql`device_id = ${deviceId} and operation_id = ${operationId}`;
  const isOfDevice = sql`m.device_id = ${deviceId}`;
  const hours = sql`make_interval(hours => ${SESSION_HOURS_MAX})`;
  const wanted = sql`(${dmMessages.at}, ${dmMessages.msgNo}) in (
    with task as (
      select started_at, coalesce(ended_at, now()) as ended_at from ${tasks} where ${isOfTask}),
    moment as (
      (select distinct at from ${results} where ${isOfTask} order by at limit ${MOMENTS_MAX})
      union select ended_at from task),
    near as (
      select distinct before.session_key, before.at from task cross join moment cross join lateral (
        select m.session_key, m.at from ${dmMessages} m
        where ${isOfDevice} and m.at <= moment.at and m.at >= task.started_at
        order by m.at desc limit 2) as before),
    session as (
      select session_key, min(at) as first, max(at) as last from near group by session_key order by 2 limit ${SESSIONS_MAX})
    select of_session.at, of_session.msg_no from session cross join lateral (
      select m.at, m.msg_no from ${dmMessages} m
      where ${isOfDevice} and m.session_key = session.session_key
        and m.at between session.first - ${hours} and session.last + ${hours}) as of_session)`;
  return loadExchanges(transaction, sealer, deviceId, wanted, EXCHANGES_MAX);
}
