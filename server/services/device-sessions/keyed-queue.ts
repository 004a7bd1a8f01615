/** Runs work of one key one after the other, of different keys side by side. */
export interface KeyedQueue {
  /** null: too much of this key waits already. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> | null;
}

export function createKeyedQueue(waitingMax: number): KeyedQueue {
  const tails = new Map<string, { last: Promise<unknown>; length: number }>();
  return {
    run(key, work) {
      const tail = tails.get(key) ?? { last: Promise.resolve(), length: 0 };
      if (tail.length >= waitingMax) return null;
      tail.length += 1;
      const result = tail.length === 1 ? work() : tail.last.then(work, work);
      tail.last = result;
      tails.set(key, tail);
      const leave = (): void => {
        tail.length -= 1;
        if (tail.length === 0) tails.delete(key);
      };
      result.then(leave, leave);
      return result;
    },
  };
}
