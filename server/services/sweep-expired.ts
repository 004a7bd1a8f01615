import type { Sql } from "../db/client";

/** What one round of a sweep deletes of a table, or of a feed. */
export const SWEPT_MAX = 5_000;

/**
 * Deletes what has served its time: access tokens, assertions, idempotency keys after a day, sign-ins that ended, grants.
 * Answers how many rows went: from SWEPT_MAX on there may be more.
 */
export async function sweepExpired(sql: Sql): Promise<number> {
  const swept = [
    await sql`delete from access_tokens where token_hash in (
    select token_hash from access_tokens where expires_at < now() - interval '1 hour' limit ${SWEPT_MAX})`,
    await sql`delete from used_assertions where (client_id, jti_hash) in (
    select client_id, jti_hash from used_assertions where expires_at < now() limit ${SWEPT_MAX})`,
    await sql`delete from idempotency_keys where (system_id, route, key) in (
    select system_id, route, key from idempotency_keys where created_at < now() - interval '24 hours' limit ${SWEPT_MAX})`,
    await sql`delete from user_sessions where session_hash in (
    select session_hash from user_sessions where expires_at < now() - interval '7 days' limit ${SWEPT_MAX})`,
    await sql`delete from download_grants where grant_id in (
    select grant_id from download_grants where expires_at < now() - interval '90 days' limit ${SWEPT_MAX})`,
    await sql`delete from attempt_counters where key in (
    select key from attempt_counters where updated_at < now() - interval '7 days' limit ${SWEPT_MAX})`,
  ];
  await sql`update device_imports set idempotency_key = null
    where idempotency_key is not null and created_at < now() - interval '24 hours'`;
  return swept.reduce((sum, { count }) => sum + count, 0);
}
