import type { Sql } from "../db/client";

/** What may wait for a clock, and is asked for often. */
export type WaitingKind = "wakeUps" | "timers" | "pushes" | "contents";

/** Whether something of a kind waits, as it was at most LOOKED_EVERY_MS ago. */
export type WaitingWork = (kind: WaitingKind) => Promise<boolean>;

export const LOOKED_EVERY_MS = 100;

/** One look for all that waits for a clock, however many jobs ask: ten queries a second in all, not ten for each. */
export function lookForWaitingWork(sql: Sql): WaitingWork {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let look: Promise<Record<WaitingKind, boolean>> = Promise.resolve(nothing);
  return async (kind) => {
    if (performance.now() - lookedAt >= LOOKED_EVERY_MS) {
      lookedAt = performance.now();
      look = findWaitingWork(sql);
    }
    return (await look)[kind];
  };
}

const nothing = { wakeUps: false, timers: false, pushes: false, contents: false };

/**
 * Less strict than what the jobs then take, which is theirs to say: yes where all of it is held by somebody is a query in
 * vain, no where something waits would leave it lying.
 */
async function findWaitingWork(sql: Sql): Promise<Record<WaitingKind, boolean>> {
  const [found] = await sql<Record<WaitingKind, boolean>[]>`
    select exists (select from wake_ups where due_at <= now()) as "wakeUps",
      exists (select from timers where due_at <= now()) as timers,
      exists (select from subscriptions s left join event_feeds f on f.system_id = s.system_id
        where s.state = 'active' and (greatest(s.position, f.swept_seq) < f.seq or exists (select from deliveries d
          where d.subscription_id = s.subscription_id and d.state = 'retrying' and d.next_at <= now()))) as pushes,
      exists (select from contents where state in ('uploading', 'verifying') and due_at <= now()) as contents`;
  return found ?? nothing;
}
