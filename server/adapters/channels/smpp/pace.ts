import { setTimeout as sleep } from "node:timers/promises";

/** Waiting requests beyond which a new one is turned away. */
const WAITING_MAX = 5_000;

/** How many requests are open at a time, and how many start in a second. First come, first served. */
export class Pace {
  #open = 0;
  #nextAt = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly openMax: number,
    private readonly perSecond: number,
  ) {}

  /** Waits for its turn and runs `work`; a word when too many wait already, or its turn does not come before `deadline`. */
  async run<T>(deadline: number, work: () => Promise<T>): Promise<T | "queue_full" | "too_slow"> {
    if (this.#open >= this.openMax) {
      if (this.#waiting.length >= WAITING_MAX) return "queue_full";
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#open += 1;
    try {
      const startAt = Math.max(performance.now(), this.#nextAt);
      if (startAt > deadline) return "too_slow";
      this.#nextAt = startAt + 1_000 / this.perSecond;
      await sleep(startAt - performance.now());
      return await work();
    } finally {
      // The place goes to the one who waits longest, without being free in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#open -= 1;
    }
  }

  /** Nothing starts for so long. */
  pause(ms: number): void {
    this.#nextAt = Math.max(this.#nextAt, performance.now() + ms);
  }
}
