/** What one suite did in the time it was given. */
export interface SoakReport {
  /** How many cases were tried. */
  readonly cases: number;
  /** What did not hold, each in words that say how to see it again. */
  readonly failures: readonly string[];
}

/**
 * Random cases for as long as there is time. The same seed gives the same cases in the same order; how far they go
 * depends on the machine. `deadline`: milliseconds since 1970; a case that runs at that moment may end.
 */
export type SoakSuite = (seed: number, deadline: number) => Promise<SoakReport>;

/** A suite with what its cases are called, and how many of them a whole soak tries. */
export interface PlannedSuite {
  readonly run: SoakSuite;
  /** Plural: `sessions`. */
  readonly unit: string;
  readonly goal: number;
}
