/** The types of what tests use of conformance.mjs. */
interface Cell {
  readonly proofs?: readonly (readonly [file: string, test: string])[];
  readonly because?: string;
}
export interface ConformanceTable {
  readonly versions: readonly string[];
  readonly features: readonly {
    readonly feature: string;
    readonly direction: string;
    readonly cells: Readonly<Record<string, Cell>>;
  }[];
}
export const DOCUMENT: string;
export function readTable(): ConformanceTable;
export function proofsOf(table: ConformanceTable): readonly { readonly file: string; readonly test: string }[];
export function unprovenOf(
  table: ConformanceTable,
  passed: ReadonlySet<string>,
): readonly { readonly file: string; readonly test: string }[];
export function provedBy(file: string, test: string): string;
export function conformanceDocument(table: ConformanceTable): string;
