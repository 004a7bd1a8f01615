import type { Sql } from "../../db/client";

/** Pushes a second that a channel may be given, by kind; kinds that are not named have no limit. */
export type ChannelRates = ReadonlyMap<string, number>;

/**
 * Takes the next free slot of a channel, which all processes share, for a push that takes `pushSeconds` of the channel's
 * time (0: it has no limit), and answers in how many seconds it comes; 0 is now.
 * A slot is taken once and waited for once, so that a hundred thousand wake-ups behind a slow channel cost two claims
 * each. What a channel did not use is saved for at most a second.
 */
export async function takeSlot(sql: Sql, channel: string, pushSeconds: number): Promise<number> {
  if (pushSeconds === 0) return 0;
  const [row] = await sql<{ wait: number }[]>`
    insert into channel_budgets as b (channel, at)
    values (${channel}, clock_timestamp() + make_interval(secs => ${pushSeconds}))
    on conflict (channel) do update set
      at = greatest(b.at, clock_timestamp() - interval '1 second') + make_interval(secs => ${pushSeconds})
    returning extract(epoch from b.at - clock_timestamp())::float8 - ${pushSeconds}::float8 as wait`;
  return Math.max(row?.wait ?? 0, 0);
}
