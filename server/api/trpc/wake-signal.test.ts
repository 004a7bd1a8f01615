import { describe, expect, it } from "vitest";
import { wakeSignal } from "./wake-signal";

function bell() {
  const listeners = new Set<() => void>();
  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ring() {
      for (const listener of listeners) listener();
    },
    listeners,
  };
}

describe("wakeSignal", () => {
  it("keeps a notification that comes while nobody waits, and counts several as one", async () => {
    const { subscribe, ring } = bell();
    const signal = wakeSignal(subscribe, new AbortController().signal);
    ring();
    ring();
    expect(await signal.wait(1)).toBe(true);
    expect(await signal.wait(1)).toBe(false);
  });

  it("wakes the one that waits", async () => {
    const { subscribe, ring } = bell();
    const signal = wakeSignal(subscribe, new AbortController().signal);
    const waiting = signal.wait(60_000);
    ring();
    expect(await waiting).toBe(true);
  });

  it("ends waiting when the reader goes away, and leaves no listener behind", async () => {
    const { subscribe, listeners } = bell();
    const reader = new AbortController();
    const signal = wakeSignal(subscribe, reader.signal);
    const waiting = signal.wait(60_000);
    reader.abort();
    expect(await waiting).toBe(false);
    expect(await signal.wait(60_000)).toBe(false);
    signal.close();
    expect(listeners.size).toBe(0);
  });
});
