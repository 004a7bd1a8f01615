import { SWEPT_MAX } from "../services/sweep-expired";
import type { RepeatOptions } from "./repeat";

const HOUR_MS = 3_600_000;

/**
 * A job that deletes what has served its time, at most SWEPT_MAX a round: as many rounds as it takes, and then none for an
 * hour. What grows old meanwhile waits for that: where something always does, it would never rest.
 */
export function sweeping(name: string, run: () => Promise<number>): Omit<RepeatOptions, "onError"> {
  return { name, busyMs: 1_000, idleMs: HOUR_MS, run: async () => ((await run()) >= SWEPT_MAX ? 1 : 0) };
}
