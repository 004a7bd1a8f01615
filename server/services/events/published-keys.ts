import type { z } from "zod";
import type { Database } from "../../db/client";
import type { PublishedKeysView } from "./schemas";
import { readPublishedKeys } from "./signing-keys";

type PublishedKeys = z.infer<typeof PublishedKeysView>;

/**
 * How long the keys are answered from memory: anybody may ask, so that it must cost nothing. A new one is published a day
 * before it signs, so nobody misses it meanwhile.
 */
const KEPT_MS = 60_000;

/** Answers the published keys, read at most once in a while. `now`: milliseconds since the epoch. */
export function createPublishedKeys(database: Database, now: () => number = Date.now): () => Promise<PublishedKeys> {
  let kept: { readonly readAt: number; readonly keys: Promise<PublishedKeys> } | null = null;
  return async () => {
    if (kept === null || now() - kept.readAt >= KEPT_MS) kept = { readAt: now(), keys: readPublishedKeys(database) };
    const reading = kept;
    try {
      const found = await reading.keys;
      // The first key signs as soon as it is made.
      if (found.keys.length === 0 && kept === reading) kept = null;
      return found;
    } catch (error) {
      if (kept === reading) kept = null;
      throw error;
    }
  };
}
