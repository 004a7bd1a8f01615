import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SentOctets } from "../services/downloads";
import { TransferMeter } from "./transfer-meter";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** A transfer of chunks of ten octets, three seconds apart, from the hundredth octet on. */
async function transfer(chunks: number, count: (sent: SentOctets) => Promise<boolean>) {
  const counted: SentOctets[] = [];
  const meter = new TransferMeter(100, (sent) => {
    counted.push(sent);
    return count(sent);
  });
  async function* octets() {
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      vi.advanceTimersByTime(3_000);
      yield Buffer.alloc(10);
      // Whatever is being counted has been counted by then.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const source = Readable.from(octets());
  meter.watch(source);
  const error = await new Promise<Error | null>((resolve) => {
    source.once("end", () => resolve(null));
    source.once("error", resolve);
  });
  return { meter, counted, error };
}

describe("the meter of a transfer", () => {
  it("counts every few seconds, and the rest at the end, each octet once", async () => {
    const { meter, counted, error } = await transfer(5, async () => true);
    await meter.end(false);
    expect(error).toBeNull();
    expect(counted).toEqual([
      { from: 100, octets: 20, begins: true, isCut: false },
      { from: 120, octets: 20, begins: false, isCut: false },
      { from: 140, octets: 10, begins: false, isCut: false },
    ]);
    expect(meter.octets).toBe(50);
  });

  it("stops what may not go on: withdrawn meanwhile, or its task has ended", async () => {
    const { error } = await transfer(50, async ({ from }) => from < 110);
    expect(error).toBeInstanceOf(Error);
  });

  it("goes on while the database is away, and counts it all later", async () => {
    let isAway = true;
    const { meter, counted, error } = await transfer(4, async () => {
      if (isAway) throw new Error("away");
      return true;
    });
    isAway = false;
    await meter.end(true);
    expect(error).toBeNull();
    expect(counted.at(-1)).toEqual({ from: 100, octets: 40, begins: true, isCut: true });
  });
});
