/** Counts what sources do and says when one does too much. */
export interface SourceBudget {
  /** Takes one from the source's budget; false when it is used up. */
  take(source: string, nowMs: number): boolean;
}

interface Bucket {
  left: number;
  atMs: number;
  /** When it was put behind all others. */
  movedAtMs: number;
}

const SOURCES_MAX = 100_000;
const MINUTE_MS = 60_000;
/** How old the order of the sources may be: to renew it with every message took longer than to count. */
const MOVED_AGAIN_MS = 1_000;

/**
 * A bucket per source that holds `perMinuteMax` and fills evenly within a minute. In memory, so per process: it guards
 * this process's work. The source seen longest ago is forgotten first; by then its bucket is full or the flood is wide.
 */
export function createSourceBudget(perMinuteMax: number): SourceBudget {
  const buckets = new Map<string, Bucket>();
  return {
    take(source, nowMs) {
      const bucket = buckets.get(source) ?? { left: perMinuteMax, atMs: nowMs, movedAtMs: Number.NEGATIVE_INFINITY };
      const filled = bucket.left + ((nowMs - bucket.atMs) / MINUTE_MS) * perMinuteMax;
      bucket.left = Math.min(perMinuteMax, Math.max(filled, bucket.left));
      bucket.atMs = nowMs;
      if (nowMs - bucket.movedAtMs >= MOVED_AGAIN_MS) {
        // Put behind the others: a Map keeps the order in which keys were set.
        buckets.delete(source);
        buckets.set(source, bucket);
        bucket.movedAtMs = nowMs;
        if (buckets.size > SOURCES_MAX) {
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
