import type { Sql } from "../../db/client";
import { projectEvents } from "./project-events";

export interface Projector {
  /** One round of `projectEvents`, with its answer. */
  round(): Promise<number>;
}

/** Facts taken from the outbox before the room they had is given free. */
const VACUUM_AFTER = 10_000;

/**
 * The projector, which keeps the outbox small. Each round reads all of that table, also the room of facts it took before,
 * and autovacuum comes by once a minute at most: at 3,000 sessions a second a round then read 40 MB, and the projector
 * cost twice as much. So it gives that room free itself. A server whose role may not do so (PostgreSQL 16, and not the
 * owner of the table) is told by a warning, and autovacuum does it as before.
 */
export function createProjector(sql: Sql): Projector {
  let taken = 0;
  return {
    async round() {
      const count = await projectEvents(sql);
      taken += count;
      if (taken >= VACUUM_AFTER) {
        taken = 0;
        // Not truncated: what a burst needed is needed by the next, and to give it back would hold up whoever inserts.
        await sql`vacuum (skip_locked, truncate false, index_cleanup on) outbox`;
      }
      return count;
    },
  };
}
