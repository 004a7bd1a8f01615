import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "../../db/client";
import type { Realm } from "../principal";
import { useCase } from "../use-case";
import { DELAY_BOUNDS_SECONDS, delayAt } from "./delays";
import { type ChannelNumbers, ChannelView, ListChannelsInput } from "./schemas";

const MODELS_PER_CHANNEL_MAX = 100;

/** Sums of a channel's days: of one model, or of all of them. */
interface SumsRow extends Record<string, unknown> {
  readonly channel: string;
  /** null: of all models. */
  readonly manufacturer: string | null;
  readonly model: string | null;
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
    const rows = await sumsOf(transaction, principal.realm, days);
    const kinds = new Set([...channels.all.map(({ kind }) => kind as string), ...rows.map((row) => row.channel)]);
    const items = [...kinds].map((kind) => {
      const own = rows.filter((row) => row.channel === kind);
      const all = own.find((row) => row.manufacturer === null);
      const channel = channels.get(kind);
      return {
        kind,
        available: channel !== undefined,
        needs: [...(channel?.needs ?? [])],
        ...numbersOf(all),
        models: own.flatMap((row) => {
          const { manufacturer, model } = row;
          return manufacturer === null || model === null ? [] : [{ manufacturer, model, ...numbersOf(row) }];
        }),
      };
    });
    return { items };
  },
});

/**
 * The sums of each channel, and of its models the most tried first, as many as are shown: devices say their model
 * themselves, and there may be any number of them.
 */
async function sumsOf(transaction: Transaction, realm: Realm, days: number): Promise<readonly SumsRow[]> {
  const delaySums = Array.from(
    { length: DELAY_BOUNDS_SECONDS.length + 1 },
    (_, i) => sql`coalesce(sum(delays[${i + 1}::integer]), 0)`,
  );
  const result = await transaction.execute<SumsRow>(sql`
    select channel, manufacturer, model, delays, sums from (
      select channel, manufacturer, model, array[${sql.join(delaySums, sql`, `)}]::float8[] as delays,
        array[sum(attempts), sum(accepted), sum(rejected), sum(delivered), sum(undelivered), sum(sessions)]::float8[] as sums,
        row_number() over (partition by channel, grouping(manufacturer)
          order by sum(attempts) desc, manufacturer, model) as place
      from channel_statistics
      where realm = ${realm}::realm and day > (now() at time zone 'utc')::date - ${days}::integer
      group by grouping sets ((channel), (channel, manufacturer, model))) counted
    where place <= ${MODELS_PER_CHANNEL_MAX}::integer
    order by channel, place`);
  return [...result];
}

function numbersOf(row: SumsRow | undefined): ChannelNumbers {
  const sum = (place: number): number => row?.sums[place] ?? 0;
  const delays = row?.delays ?? [];
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
