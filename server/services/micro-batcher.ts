import type { Lanes } from "./lanes";

/** Gathers what waits while the lanes are busy and hands it over together. There is no timer: an idle lane takes at once. */
export interface MicroBatcher<Item, Result> {
  /** Resolves with the item's own result; rejects with its own error. */
  submit(item: Item): Promise<Result>;
  /** Items waiting or under way. */
  readonly pending: number;
}

export interface MicroBatcherOptions<Item, Result> {
  /** Batches under way at once, of this batcher and of whichever others have the same lanes. */
  readonly lanes: Lanes;
  /** Items in one batch. */
  readonly sizeMax: number;
  /**
   * A batch holds each key once and is sorted by key, so that two writers never wait for each other in a circle. Without
   * keys it holds whatever waits, in the order of coming.
   */
  keyOf?(item: Item): string;
  /** A batch that takes longer is given up, so that its lane is free again: what it did is then unknown. */
  readonly withinMs: number;
  /** One result an item, in the order of the items. */
  run(items: readonly Item[]): Promise<readonly Result[]>;
  /** Whether a failed batch may simply be tried again (deadlock, serialization failure). */
  retryable(error: unknown): boolean;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  /** undefined: its batcher has no keys. */
  readonly key: string | undefined;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

const RETRIES_MAX = 3;

/** A batch was not done in time. The database may be gone without a word: a connection to it may wait for ever. */
class BatchOverdue extends Error {
  readonly code = "BATCH_OVERDUE";
}

/** Rejects when `work` takes longer. What came while this process was too busy to look is looked at first. */
async function within<T>(withinMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new BatchOverdue(`A batch took longer than ${withinMs} ms.`));
    timer = setTimeout(() => setImmediate(giveUp), withinMs);
  });
  try {
    return await Promise.race([work, overdue]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A batch that fails is run again when the error is retryable, otherwise item by item: one bad item never fails the
 * others (seen in measurement: one duplicate key, 64 devices answered 500). One that is overdue fails as a whole.
 */
export function createMicroBatcher<Item, Result>(
  options: MicroBatcherOptions<Item, Result>,
): MicroBatcher<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let underWay = 0;
  let asks = false;

  function take(): Waiting<Item, Result>[] {
    if (!options.keyOf) return waiting.splice(0, options.sizeMax);
    const keys = new Set<string | undefined>();
    const batch: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    for (const entry of waiting) {
      if (batch.length < options.sizeMax && !keys.has(entry.key)) {
        keys.add(entry.key);
        batch.push(entry);
      } else left.push(entry);
    }
    waiting = left;
    return batch.sort((a, b) => ((a.key ?? "") < (b.key ?? "") ? -1 : 1));
  }

  async function runBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const results = await within(options.withinMs, options.run(batch.map((entry) => entry.item)));
        batch.forEach((entry, i) => {
          entry.resolve(results[i] as Result); // run() answers one result an item
        });
        return;
      } catch (error) {
        if (options.retryable(error) && attempt < RETRIES_MAX) continue;
        if (batch.length === 1 || error instanceof BatchOverdue) for (const entry of batch) entry.reject(error);
        else for (const entry of batch) await runBatch([entry]);
        return;
      }
    }
  }

  function askForLane(): void {
    if (asks || waiting.length === 0) return;
    asks = true;
    options.lanes.ask(async () => {
      const batch = take();
      underWay += batch.length;
      asks = false;
      askForLane();
      await runBatch(batch);
      underWay -= batch.length;
    });
  }

  return {
    submit(item) {
      return new Promise((resolve, reject) => {
        waiting.push({ item, key: options.keyOf?.(item), resolve, reject });
        askForLane();
      });
    },
    get pending() {
      return waiting.length + underWay;
    },
  };
}
