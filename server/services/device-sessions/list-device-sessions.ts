import { sql } from "drizzle-orm";
import { toPublicId } from "../../ids";
import { cursorsOf, pageFrom } from "../cursor";
import { findDevice } from "../devices/find-device";
import { pageOf } from "../page";
import { useCase } from "../use-case";
import { DeviceSessionView, ListDeviceSessionsInput } from "./schemas";

interface SessionRow extends Record<string, unknown> {
  readonly session_key: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly messages: number;
  readonly outcome: string;
}

/** A device's sessions, the newest first; the open one is among them. Throws ServiceError NOT_FOUND. */
export const listDeviceSessions = useCase({
  name: "device.list_sessions",
  scope: "devices:read",
  input: ListDeviceSessionsInput,
  output: pageOf(DeviceSessionView),
  audit: false,
  async run(context, transaction, input) {
    const { device } = await findDevice(transaction, context.principal, input.id);
    const cursors = cursorsOf(context, "device sessions", input);
    const [beforeAt, beforeKey] = cursors.read(input.cursor)?.split(" ") ?? [];
    const rows = await transaction.execute<SessionRow>(sql`
      select session_key, to_char(started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as started_at,
        to_char(ended_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ended_at, messages, outcome
      from (
        select session_key, session_started_at as started_at, null::timestamptz as ended_at, msg_no as messages, 'open' as outcome
        from device_live where device_id = ${device.deviceId} and session_key is not null
        union all
        select session_key, started_at, ended_at, messages, outcome from dm_sessions where device_id = ${device.deviceId}) sessions
      where ${beforeAt ?? null}::timestamptz is null
        or (started_at, session_key) < (${beforeAt ?? null}::timestamptz, ${beforeKey ?? null}::uuid)
      order by sessions.started_at desc, session_key desc limit ${input.limit + 1}`);
    const page = pageFrom([...rows], input.limit, cursors, (row) => `${row.started_at} ${row.session_key}`);
    return {
      items: page.rows.map((row) => ({
        id: toPublicId("ses", row.session_key),
        startedAt: row.started_at,
        endedAt: row.ended_at,
        messages: row.messages,
        outcome: row.outcome,
      })),
      next: page.next,
    };
  },
});
