import { describe, expect, test, vi } from "vitest";
import { createLanes } from "./lanes";
import { createMicroBatcher, type MicroBatcherOptions } from "./micro-batcher";

interface Item {
  readonly key: string;
  readonly value: string;
}

function batcher(options: Partial<MicroBatcherOptions<Item, string>> = {}) {
  const batches: string[][] = [];
  const run = options.run ?? (async (items: readonly Item[]) => items.map(({ value }) => value));
  const told = createMicroBatcher<Item, string>({
    lanes: createLanes(1),
    sizeMax: 4,
    withinMs: 1_000,
    keyOf: ({ key }) => key,
    retryable: (error) => error instanceof Error && error.message === "again",
    ...options,
    run: (items) => {
      batches.push(items.map(({ key }) => key));
      return run(items);
    },
  });
  return { batches, submit: (key: string, value = key) => told.submit({ key, value }), pending: () => told.pending };
}

describe("a batch", () => {
  test("is sorted by key and holds each key once, at most as many as are allowed", async () => {
    const { batches, submit } = batcher();
    const given = ["d", "b", "b", "a", "e", "c"].map((key, at) => submit(key, `${key}${at}`));
    expect(await Promise.all(given)).toEqual(["d0", "b1", "b2", "a3", "e4", "c5"]);
    expect(batches).toEqual([
      ["a", "b", "d", "e"],
      ["b", "c"],
    ]);
  });

  test("without keys holds what waits in the order of coming, also what is the same", async () => {
    const batches: string[][] = [];
    const told = createMicroBatcher<string, string>({
      lanes: createLanes(1),
      sizeMax: 4,
      withinMs: 1_000,
      retryable: () => false,
      run: async (items) => {
        batches.push([...items]);
        return items;
      },
    });
    const given = ["d", "b", "b", "a", "c"];
    expect(await Promise.all(given.map((item) => told.submit(item)))).toEqual(given);
    expect(batches).toEqual([["d", "b", "b", "a"], ["c"]]);
  });

  test("that fails by one bad item gives the others their results, and the bad one its own error", async () => {
    const { submit } = batcher({
      run: async (items) => {
        if (items.some(({ key }) => key === "bad")) throw new Error("bad");
        return items.map(({ value }) => value);
      },
    });
    const outcomes = await Promise.allSettled(["a", "bad", "c"].map((key) => submit(key)));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  test("that lost a deadlock is simply run again", async () => {
    let runs = 0;
    const { batches, submit } = batcher({
      run: async (items) => {
        runs += 1;
        if (runs === 1) throw new Error("again");
        return items.map(({ value }) => value);
      },
    });
    expect(await Promise.all([submit("a"), submit("b")])).toEqual(["a", "b"]);
    expect(batches).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  test("that is never answered is given up as a whole, and what comes later finds its lane free", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      let isGone = true;
      const { submit, pending } = batcher({
        run: (items) => (isGone ? new Promise(() => {}) : Promise.resolve(items.map(({ value }) => value))),
      });
      const lost = Promise.allSettled([submit("a"), submit("b")]);
      await new Promise((resolve) => setImmediate(resolve));
      isGone = false;
      const later = submit("c");
      await vi.advanceTimersByTimeAsync(1_000);
      for (const outcome of await lost) expect(outcome).toMatchObject({ reason: { code: "BATCH_OVERDUE" } });
      expect(await later).toBe("c");
      await new Promise((resolve) => setImmediate(resolve));
      expect(pending()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("that was answered while this process could not look is not overdue", async () => {
    const { port1: database, port2: here } = new MessageChannel();
    const { submit } = batcher({
      withinMs: 20,
      run: (items) => {
        const answer = new Promise<string[]>((resolve) => {
          here.onmessage = () => resolve(items.map(({ value }) => value));
        });
        // The answer is here before the time is over; nobody comes to read it until long after.
        setImmediate(() => {
          database.postMessage(null);
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
        });
        return answer;
      },
    });
    expect(await submit("a")).toBe("a");
    here.close();
  });
});

describe("two batchers with the same lane", () => {
  test("take turns, however much each has waiting", async () => {
    const lanes = createLanes(1);
    const order: string[] = [];
    const named = (name: string) =>
      batcher({
        lanes,
        sizeMax: 1,
        run: async (items) => {
          order.push(name);
          return items.map(({ value }) => value);
        },
      });
    const [loads, saves] = [named("load"), named("save")];
    const keys = ["a", "b", "c"];
    await Promise.all([...keys.map((key) => loads.submit(key)), ...keys.map((key) => saves.submit(key))]);
    expect(order).toEqual(["load", "save", "load", "save", "load", "save"]);
  });

  test("never work at the same time", async () => {
    const lanes = createLanes(1);
    let working = 0;
    const run = async (items: readonly Item[]) => {
      working += 1;
      expect(working).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      working -= 1;
      return items.map(({ value }) => value);
    };
    const [loads, saves] = [batcher({ lanes, run }), batcher({ lanes, run })];
    expect(await Promise.all([loads.submit("a"), saves.submit("b"), loads.submit("c")])).toEqual(["a", "b", "c"]);
  });
});
