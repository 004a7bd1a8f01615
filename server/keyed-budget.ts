/** Counts what is done under keys, such as the source of a request, and says when under one it is too much. */
export interface KeyedBudget {
  /** Takes one from the key's budget; false when it is used up. */
  take(key: string, nowMs: number): boolean;
}

interface Bucket {
  left: number;
  atMs: number;
  /** When it was put behind all others. */
  movedAtMs: number;
}

const KEYS_MAX = 20_000;
/** How old the order of the keys may be: to renew it every time took longer than to count. */
const MOVED_AGAIN_MS = 1_000;

/**
 * A bucket per key that holds `max` and fills evenly within `perMs`. In memory, so per process: it guards this process's
 * work. The key used longest ago is forgotten first; by then its bucket is full or the flood is wide.
 */
export function createKeyedBudget(max: number, perMs: number): KeyedBudget {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, nowMs) {
      const bucket = buckets.get(key) ?? { left: max, atMs: nowMs, movedAtMs: Number.NEGATIVE_INFINITY };
      const filled = bucket.left + ((nowMs - bucket.atMs) / perMs) * max;
      bucket.left = Math.min(max, Math.max(filled, bucket.left));
      bucket.atMs = nowMs;
      if (nowMs - bucket.movedAtMs >= MOVED_AGAIN_MS) {
        // Put behind the others: a Map keeps the order in which keys were set.
        buckets.delete(key);
        buckets.set(key, bucket);
        bucket.movedAtMs = nowMs;
        if (buckets.size > KEYS_MAX) {
          const oldest = buckets.keys().next();
          if (!oldest.done) buckets.delete(oldest.value);
        }
      }
      if (bucket.left < 1) return false;
      bucket.left -= 1;
      return true;
    },
  };
}
