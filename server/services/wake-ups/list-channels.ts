import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "../../db/client";
import type { Realm } from "../principal";
import { useCase } from "../use-case";
import { DELAY_BOUNDS_SECONDS, delayAt } from "./delays";
import { type ChannelNumbers, ChannelView, ListChannelsInput } from "./schemas";

const MODELS_PER_CHANNEL_MAX = 100;

/** Sums of a channel's days. */
interface SumsRow extends Record<string, unknown> {
  readonly channel: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly sums: readonly number[];
  readonly delays: readonly number[];
}

/** The channels of this server, and those that were used lately, with how well each reaches which model. */
export const listChannels = useCase({
  name: "channel.list",
  scope: "devices:read",
  input: ListChannelsInput,
  output: z.object({ items: z.array(ChannelView) }),
  audit: false,
  async run(context, transaction, { days }) {
    const { channels, principal } = context;
    const rows = await sumsByModel(transaction, principal.realm, days);
    const kinds = new Set([...channels.all.map(({ kind }) => kind as string), ...rows.map((row) => row.channel)]);
    const items = [...kinds].map((kind) => {
      const own = rows.filter((row) => row.channel === kind);
      const channel = channels.get(kind);
      return {
        kind,
        available: channel !== undefined,
        needs: [...(channel?.needs ?? [])],
        ...numbersOf(own),
        models: own
          .map((row) => ({ manufacturer: row.manufacturer, model: row.model, ...numbersOf([row]) }))
          .sort((one, other) => other.attempts - one.attempts)
          .slice(0, MODELS_PER_CHANNEL_MAX),
      };
    });
    return { items };
  },
});

async function sumsByModel(transaction: Transaction, realm: Realm, days: number): Promise<readonly SumsRow[]> {
  const delaySums = Array.from(
    { length: DELAY_BOUNDS_SECONDS.length + 1 },
    (_, i) => sql`coalesce(sum(delays[${i + 1}::integer]), 0)`,
  );
  const result = await transaction.execute<SumsRow>(sql`
    select channel, manufacturer, model, array[${sql.join(delaySums, sql`, `)}]::float8[] as delays,
      array[sum(attempts), sum(accepted), sum(rejected), sum(delivered), sum(undelivered), sum(sessions)]::float8[] as sums
    from channel_statistics
    where realm = ${realm}::realm and day > (now() at time zone 'utc')::date - ${days}::integer
    group by channel, manufacturer, model`);
  return [...result];
}

function numbersOf(rows: readonly SumsRow[]): ChannelNumbers {
  const sum = (place: number): number => rows.reduce((total, row) => total + (row.sums[place] ?? 0), 0);
  const buckets = Math.max(0, ...rows.map((row) => row.delays.length));
  const delays = Array.from({ length: buckets }, (_, i) =>
    rows.reduce((total, row) => total + (row.delays[i] ?? 0), 0),
  );
  return {
    attempts: sum(0),
    accepted: sum(1),
    rejected: sum(2),
    delivered: sum(3),
    undelivered: sum(4),
    sessions: sum(5),
    medianDelaySeconds: delayAt(0.5, delays),
    p95DelaySeconds: delayAt(0.95, delays),
  };
}
