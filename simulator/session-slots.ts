/** Lets at most so many sessions run at a time; the others wait in the order they came. */
export class SessionSlots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(sessionsMax: number) {
    this.#free = sessionsMax;
  }

  async run<T>(session: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await session();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
