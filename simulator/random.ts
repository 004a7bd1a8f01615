import { createHash } from "node:crypto";

/** A source of numbers that is the same for the same seed. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** Whether something that happens with this probability (0 to 1) happens now. */
  chance(probability: number): boolean;
  octets(count: number): Uint8Array;
}

/** mulberry32 over a hash of the seed: small, fast, and good enough for faults and nonces of simulated devices. */
export function seededRandom(seed: string): Random {
  let state = createHash("sha256").update(seed).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    octets: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)),
  };
}
