import { parseArgs } from "node:util";

/** How long a random run goes on and what decides its cases: `--minutes M --seed S`. */
export interface TimedRun {
  /** null: none was given. */
  readonly minutes: number | null;
  readonly seed: number;
  /** Names that were asked for besides; empty: all. */
  readonly only: readonly string[];
}

const MINUTES_MAX = 24 * 60;
const SEED_MAX = 2_147_483_646;

/**
 * Reads the order of a random run from the command line. A seed that is not given is drawn, and has to be printed.
 * Undefined where the order makes no sense.
 */
export function readTimedRun(args: readonly string[], names: readonly string[]): TimedRun | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { minutes: { type: "string" }, seed: { type: "string" } },
    });
    const minutes = values.minutes === undefined ? null : Number(values.minutes);
    const seed = values.seed === undefined ? Math.floor(Math.random() * SEED_MAX) : Number(values.seed);
    const isTime = minutes === null || (minutes > 0 && minutes <= MINUTES_MAX);
    const isSeed = Number.isInteger(seed) && seed >= 0 && seed <= SEED_MAX;
    const areNames = positionals.every((name) => names.includes(name));
    return isTime && isSeed && areNames ? { minutes, seed, only: positionals } : undefined;
  } catch {
    return undefined;
  }
}
