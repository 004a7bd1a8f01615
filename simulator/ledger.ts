/** One command that changes something each time it runs, and how often it ran; for the test that compares. */
export interface LedgerEntry {
  readonly command: "Add" | "Copy" | "Delete" | "Exec";
  readonly uri: string;
  /** The Correlator that an Exec came with. */
  readonly correlator: string | null;
  readonly runs: number;
}

/** Entries of one device; beyond them only the count goes on. */
const ENTRIES_MAX = 10_000;

/** What a device has really done, whatever became of its answers. */
export class Ledger {
  readonly #entries = new Map<string, LedgerEntry>();
  #dropped = 0;

  record(command: LedgerEntry["command"], uri: string, correlator: string | null = null): void {
    const key = JSON.stringify([command, uri, correlator]);
    const runs = (this.#entries.get(key)?.runs ?? 0) + 1;
    if (runs === 1 && this.#entries.size >= ENTRIES_MAX) this.#dropped += 1;
    else this.#entries.set(key, { command, uri, correlator, runs });
  }

  /** Entries that found no room. */
  get dropped(): number {
    return this.#dropped;
  }

  entries(): LedgerEntry[] {
    return [...this.#entries.values()];
  }
}
