import { parseArgs } from "node:util";
import { UsageError } from "./usage-error";

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
 *
 * Throws UsageError, or what parseArgs throws for a flag that is not known.
 */
export function readTimedRun(args: readonly string[], names: readonly string[]): TimedRun {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { minutes: { type: "string" }, seed: { type: "string" } },
  });
  const minutes = values.minutes === undefined ? null : Number(values.minutes);
  const seed = values.seed === undefined ? Math.floor(Math.random() * SEED_MAX) : Number(values.seed);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UsageError(`There is no ${unknown}.`);
  if (minutes !== null && !(minutes > 0 && minutes <= MINUTES_MAX))
    throw new UsageError(`--minutes: more than 0, up to ${MINUTES_MAX}`);
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= SEED_MAX))
    throw new UsageError(`--seed: a whole number from 0 to ${SEED_MAX}`);
  return { minutes, seed, only: positionals };
}
