import type { Sql } from "../../db/client";

/**
 * Whether a content (row `c`) may go to a device of an operation that was started with it: while it is ready, and also
 * once it is retired, since operations are started with ready ones only. Not if the key that signed it was revoked since:
 * a revoked key takes ready contents back by quarantine, and these here.
 */
export const mayGoOut = (sql: Sql) => sql`(c.state = 'ready' or (c.state = 'retired' and not exists (
  select 1 from signing_keys k where k.key_id = c.signing_key_id
    and k.revoked_at > coalesce(c.decided_at, '-infinity'))))`;
