/** The types of what tests use of test-reports.mjs. */
export interface RunCounts {
  readonly passed: number;
  readonly failed: number;
  /** The full titles of those that failed at first and then passed; they are in neither count. */
  readonly secondTries: readonly string[];
}
/** A test that failed, and the first lines of why. */
export interface Failure {
  readonly title: string;
  readonly why: readonly string[];
}
export interface RunReport extends RunCounts {
  readonly titles: readonly string[];
  readonly failures: readonly Failure[];
}
export const SECOND_TRIES_MAX: number;
export function readPlaywright(file: string): RunReport;
export function readVitest(file: string): RunReport;
export function failuresInWords(report: Pick<RunReport, "failures">): readonly string[];
export function countsInWords(counts: RunCounts): string;
export function faultsOf(counts: RunCounts): readonly string[];
