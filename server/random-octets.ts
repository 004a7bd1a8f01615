import { randomFillSync } from "node:crypto";

/** Drawn from the system at once: a draw costs as much for 16 octets as for a thousand. */
const POOL_OCTETS = 8_192;
const pool = Buffer.alloc(POOL_OCTETS);
let used = POOL_OCTETS;

/** Octets from the system's secure random source, a copy of their own. `count` is at most 8,192. */
export function randomOctets(count: number): Buffer {
  if (used + count > POOL_OCTETS) {
    randomFillSync(pool);
    used = 0;
  }
  const octets = Buffer.from(pool.subarray(used, used + count));
  // What was given out does not stay in memory for the next reader of the pool.
  pool.fill(0, used, used + count);
  used += count;
  return octets;
}
