import type { Sql } from "../db/client";

const ROWS_PER_ROUND_MAX = 5_000;

/** Deletes what has served its time: access tokens, assertions, idempotency keys after a day, sign-ins that ended, grants. */
export async function sweepExpired(sql: Sql): Promise<void> {
  await sql`delete from access_tokens where token_hash in (
    select token_hash from access_tokens where expires_at < now() - interval '1 hour' limit ${ROWS_PER_ROUND_MAX})`;
  await sql`delete from used_assertions where (client_id, jti_hash) in (
    select client_id, jti_hash from used_assertions where expires_at < now() limit ${ROWS_PER_ROUND_MAX})`;
  await sql`delete from idempotency_keys where (system_id, route, key) in (
    select system_id, route, key from idempotency_keys where created_at < now() - interval '24 hours' limit ${ROWS_PER_ROUND_MAX})`;
  await sql`update device_imports set idempotency_key = null
    where idempotency_key is not null and created_at < now() - interval '24 hours'`;
  await sql`delete from user_sessions where session_hash in (
    select session_hash from user_sessions where expires_at < now() - interval '7 days' limit ${ROWS_PER_ROUND_MAX})`;
  await sql`delete from download_grants where grant_id in (
    select grant_id from download_grants where expires_at < now() - interval '90 days' limit ${ROWS_PER_ROUND_MAX})`;
  await sql`delete from attempt_counters where key in (
    select key from attempt_counters where updated_at < now() - interval '7 days' limit ${ROWS_PER_ROUND_MAX})`;
}
