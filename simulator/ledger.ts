/** One command that changes something each time it runs, and how often it ran; for the test that compares. */
export interface LedgerEntry {
  /** `Install` and `Remove`: what came of an Exec on a management object, whose URI it then is. */
  readonly command: "Add" | "Copy" | "Delete" | "Exec" | "Install" | "Remove";
  readonly uri: string;
  /** The Correlator that an Exec came with. */
  readonly correlator: string | null;
  /** What was installed or removed. */
  readonly version?: string;
  readonly runs: number;
}

/** Entries of one device; beyond them only the count goes on. */
const ENTRIES_MAX = 10_000;

/** What a device has really done, whatever became of its answers. */
export class Ledger {
  readonly #entries = new Map<string, LedgerEntry>();
  #dropped = 0;

  record(command: LedgerEntry["command"], uri: string, correlator: string | null = null, version?: string): void {
    const key = JSON.stringify([command, uri, correlator, version]);
    const runs = (this.#entries.get(key)?.runs ?? 0) + 1;
    if (runs === 1 && this.#entries.size >= ENTRIES_MAX) this.#dropped += 1;
    else this.#entries.set(key, { command, uri, correlator, ...(version !== undefined && { version }), runs });
  }

  /** Entries that found no room. */
  get dropped(): number {
    return this.#dropped;
  }

  entries(): LedgerEntry[] {
    return [...this.#entries.values()];
  }
}
