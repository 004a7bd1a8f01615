const NOTHING = Promise.resolve();

/** Runs work of one key one after the other, of different keys side by side. */
export interface KeyedQueue {
  /** null: too much of this key waits already. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> | null;
}

export function createKeyedQueue(waitingMax: number): KeyedQueue {
  const tails = new Map<string, { last: Promise<unknown>; length: number }>();
  return {
    run(key, work) {
      const tail = tails.get(key) ?? { last: NOTHING, length: 0 };
      if (tail.length >= waitingMax) return null;
      tail.length += 1;
      const result = tail.length === 1 ? work() : tail.last.then(work, work);
      tail.last = result;
      tails.set(key, tail);
      const leave = (): void => {
        tail.length -= 1;
        if (tail.length > 0) return;
        // Let go of here too: former copies of the map, which is old, still name the tail until they are collected.
        tail.last = NOTHING;
        tails.delete(key);
      };
      result.then(leave, leave);
      return result;
    },
  };
}
