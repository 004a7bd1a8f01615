/**
 * Upper bounds, in seconds, by which the time from a push to the session it asked for is counted; what is longer than the
 * last is counted beyond it. The columns `channel_statistics.delays` have one entry more than this list. Fixed: what is
 * stored was counted by it.
 */
export const DELAY_BOUNDS_SECONDS = [1, 2, 5, 10, 30, 60, 120, 300, 900, 1_800, 3_600] as const;

/**
 * The delay that a share (0 to 1) of the sessions did not exceed, as the bound of its bucket in seconds; null where no
 * session came, or where it is beyond the last bound.
 */
export function delayAt(share: number, delays: readonly number[]): number | null {
  const total = delays.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [i, bound] of DELAY_BOUNDS_SECONDS.entries()) {
    seen += delays[i] ?? 0;
    if (total > 0 && seen >= total * share) return bound;
  }
  return null;
}
