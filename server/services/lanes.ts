/** Takes work in the order of asking, so much of it at once. Whoever asks says what it has only when its turn has come. */
export interface Lanes {
  /** `work` is called when a lane is free, and has it until what it answers settles. It must not throw. */
  ask(work: () => Promise<void>): void;
}

/** `count`: pieces of work under way at once. */
export function createLanes(count: number): Lanes {
  const asking: (() => Promise<void>)[] = [];
  let busy = 0;
  let looking = false;

  /** Behind the callbacks of this turn of the event loop: what arrived together is handed over together. */
  function lookSoon(): void {
    if (looking) return;
    looking = true;
    setImmediate(() => {
      looking = false;
      while (busy < count) {
        const work = asking.shift();
        if (!work) return;
        busy += 1;
        void work().finally(() => {
          busy -= 1;
          lookSoon();
        });
      }
    });
  }

  return {
    ask(work) {
      asking.push(work);
      lookSoon();
    },
  };
}
