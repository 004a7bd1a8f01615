/** The types of what tests use of test-reports.mjs. */
export interface RunCounts {
  readonly passed: number;
  readonly failed: number;
  /** The full titles of those that failed at first and then passed; they are in neither count. */
  readonly secondTries: readonly string[];
}
export const SECOND_TRIES_MAX: number;
export function readPlaywright(file: string): RunCounts & { readonly titles: readonly string[] };
export function countsInWords(counts: RunCounts): string;
export function faultsOf(counts: RunCounts): readonly string[];
