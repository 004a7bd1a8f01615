import type { Sql } from "../../db/client";

/** What a client may do of one class of requests: a bucket of `burst` that runs empty at `perSecond`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface RateState {
  readonly isAllowed: boolean;
  /** Requests that would be allowed now. */
  readonly remaining: number;
  /** Seconds until the whole burst is allowed again. */
  readonly fullAfterSeconds: number;
  /** Seconds until the next request is allowed; 0 when it would be now. */
  readonly nextAfterSeconds: number;
}

/**
 * Takes one request from a client's rate (GCRA): exact over all processes, by the database's clock, one statement over
 * one row. A request that is not allowed takes nothing.
 */
export async function takeFromRate(
  sql: Sql,
  clientId: string,
  requestClass: string,
  { perSecond, burst }: Rate,
): Promise<RateState> {
  const interval = 1 / perSecond;
  const tolerance = (burst - 1) / perSecond;
  const [row] = await sql<{ allowed: boolean; filled: number | null }[]>`
    with taken as (
      insert into rate_limits as r (client_id, class, empty_at)
      values (${clientId}, ${requestClass}, now() + make_interval(secs => ${interval}::float8))
      on conflict (client_id, class) do update
        set empty_at = greatest(r.empty_at, now()) + make_interval(secs => ${interval}::float8)
        where r.empty_at <= now() + make_interval(secs => ${tolerance}::float8)
      returning empty_at
    )
    select exists (select from taken) as allowed, extract(epoch from coalesce((select empty_at from taken),
      (select empty_at from rate_limits where client_id = ${clientId} and class = ${requestClass})) - now())::float8 as filled`;
  if (!row) throw new Error("A statement without a condition gave no row.");
  // Null: the row came from a twin whose transaction this statement does not see, and it was over its rate.
  const fullAfterSeconds = Math.max(0, row.filled ?? burst / perSecond);
  const remaining = Math.max(0, Math.floor(burst - fullAfterSeconds * perSecond + 1e-6));
  return {
    isAllowed: row.allowed,
    remaining,
    fullAfterSeconds,
    nextAfterSeconds: Math.max(0, fullAfterSeconds - (burst - 1) / perSecond),
  };
}
