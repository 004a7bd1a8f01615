import type { DeviceChannels, Receipt } from "../../adapters/channels";
import type { Sql } from "../../db/client";
import { storeReceipt } from "./store-receipt";

/**
 * When a receipt is looked at again whose push was not found, or could not be stored. A process hears receipts of pushes
 * that another one has still under its hands: what they are known by is stored when the channel has answered, which takes
 * half a minute at most.
 */
const LOOKED_AGAIN_AFTER_MS = [500, 2_000, 8_000, 30_000];
/** Receipts that wait to be looked at again; most of them are of pushes that are not ours. What comes beyond is not. */
const WAITING_MAX = 1_000;
/** Receipts that are being stored at a time: a peer that sends many at once must not keep other work from the database. */
const AT_A_TIME = 4;
/** Receipts that are being stored, or wait for their turn. What comes beyond is not: a push is not proved by its receipt, and some peers come again. */
const UNDER_WAY_MAX = 10_000;

export interface Hearing {
  /** Nothing is looked at again from now on. Resolves when nothing is being stored any more. */
  stop(): Promise<void>;
}

interface Heard {
  readonly channel: string;
  readonly receipt: Receipt;
  /** By `performance.now()`. */
  readonly at: number;
}

/**
 * Listens to the receipts of all channels for as long as they are open, and tells each channel whether a receipt is stored.
 * One that is not is looked at again here all the same: few peers come again.
 */
export function hearReceipts(
  sql: Sql,
  channels: DeviceChannels,
  onError: (error: unknown) => void,
  lookedAgainAfterMs: readonly number[] = LOOKED_AGAIN_AFTER_MS,
): Hearing {
  const underWay = new Set<Promise<boolean>>();
  const waiting = new Set<NodeJS.Timeout>();
  const turns: (() => void)[] = [];
  let storing = 0;
  let isStopped = false;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (storing >= AT_A_TIME) await new Promise<void>((resolve) => turns.push(resolve));
    else storing += 1;
    try {
      return await work();
    } finally {
      // The place goes to the one who waits longest, without being free in between.
      const next = turns.shift();
      if (next) next();
      else storing -= 1;
    }
  }

  async function store(heard: Heard, look: number): Promise<boolean> {
    try {
      const { channel, receipt, at } = heard;
      if (await storeReceipt(sql, channel, receipt, (performance.now() - at) / 1_000)) return true;
    } catch (error) {
      onError(error);
    }
    const afterMs = lookedAgainAfterMs[look];
    if (afterMs === undefined || isStopped || waiting.size >= WAITING_MAX) return false;
    const timer = setTimeout(() => {
      waiting.delete(timer);
      void begin(heard, look + 1);
    }, afterMs).unref();
    waiting.add(timer);
    return false;
  }

  async function begin(heard: Heard, look: number): Promise<boolean> {
    if (underWay.size >= UNDER_WAY_MAX) return false;
    const one = inTurn(() => store(heard, look)).finally(() => underWay.delete(one));
    underWay.add(one);
    if (underWay.size === UNDER_WAY_MAX)
      onError(new Error(`${UNDER_WAY_MAX} receipts wait to be stored; more are lost.`));
    return one;
  }

  for (const channel of channels.all) {
    channel.onReceipt((receipt) => begin({ channel: channel.kind, receipt, at: performance.now() }, 0));
  }
  return {
    async stop() {
      isStopped = true;
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
      await Promise.all(underWay);
    },
  };
}
