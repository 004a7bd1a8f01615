/** How many downloads are under way in this process: in all, and of one grant. */
export class DownloadSlots {
  readonly #ofGrant = new Map<string, number>();
  #all = 0;

  constructor(
    private readonly allMax: number,
    private readonly perGrantMax: number,
  ) {}

  /** What gives the slot back, once; null: there is none. */
  take(grant: string): (() => void) | null {
    const own = this.#ofGrant.get(grant) ?? 0;
    if (this.#all >= this.allMax || own >= this.perGrantMax) return null;
    this.#all += 1;
    this.#ofGrant.set(grant, own + 1);
    return () => {
      this.#all -= 1;
      const left = (this.#ofGrant.get(grant) ?? 1) - 1;
      if (left > 0) this.#ofGrant.set(grant, left);
      else this.#ofGrant.delete(grant);
    };
  }
}
