type Task = () => Promise<void> | void;

interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly task: Task;
}

/** The virtual clock: what is to happen when. What is due at one moment happens in the order in which it was put down. */
export class Agenda {
  nowMs: number;
  #count = 0;
  /** A binary heap, the earliest first. */
  readonly #heap: Entry[] = [];

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  after(delayMs: number, task: Task): void {
    this.#count += 1;
    this.#heap.push({ atMs: this.nowMs + delayMs, order: this.#count, task });
    let place = this.#heap.length - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) break;
      this.#swap(place, parent);
      place = parent;
    }
  }

  /** Moves the clock to the next entry and answers its task; null: nothing is to happen any more. */
  next(): Task | null {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (!first || !last) return null;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink();
    }
    this.nowMs = first.atMs;
    return first.task;
  }

  #sink(): void {
    for (let place = 0; ; ) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      let least = place;
      if (this.#isBefore(left, least)) least = left;
      if (this.#isBefore(right, least)) least = right;
      if (least === place) return;
      this.#swap(place, least);
      place = least;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    return a !== undefined && b !== undefined && (a.atMs - b.atMs || a.order - b.order) < 0;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a && b) [this.#heap[one], this.#heap[other]] = [b, a];
  }
}
