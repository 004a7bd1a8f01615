import type { Readable } from "node:stream";
import type { SentOctets } from "../services/downloads";

const COUNTED_EVERY_MS = 5_000;

/**
 * Counts the octets of one transfer while they go out, now and then in the database, so that a download is seen to go on,
 * and one that may not go on any more is stopped.
 */
export class TransferMeter {
  octets = 0;
  #counted = 0;
  #begun = false;
  #countedAt = performance.now();
  #counting: Promise<unknown> | null = null;

  constructor(
    private readonly from: number,
    private readonly count: (sent: SentOctets) => Promise<boolean>,
  ) {}

  watch(source: Readable): void {
    source.on("data", (chunk: Buffer) => {
      this.octets += chunk.length;
      if (this.#counting || performance.now() - this.#countedAt < COUNTED_EVERY_MS) return;
      this.#counting = this.#countNow(false)
        .then(
          (may) => may || source.destroy(new TransferStopped()),
          // The database is away: it is counted later.
          () => {},
        )
        .finally(() => {
          this.#counting = null;
          this.#countedAt = performance.now();
        });
    });
  }

  /** Counts what is left. Throws where the database is away. */
  async end(isCut: boolean): Promise<void> {
    await this.#counting;
    await this.#countNow(isCut);
  }

  async #countNow(isCut: boolean): Promise<boolean> {
    const upTo = this.octets;
    const octets = upTo - this.#counted;
    const may = await this.count({ from: this.from + this.#counted, octets, begins: !this.#begun, isCut });
    this.#counted = upTo;
    this.#begun = true;
    return may;
  }
}

/** The content was withdrawn, or its task ended, while it went out. */
class TransferStopped extends Error {
  readonly code = "ERR_STREAM_DESTROYED";
}
