import { expect, it } from "vitest";
import { SWEPT_MAX } from "../services/sweep-expired";
import { sweeping } from "./sweeping";

it("a sweep goes on while a round took as much as it may, and else rests until there is more than a little", async () => {
  const done: number[] = [];
  for (const swept of [SWEPT_MAX, 3 * SWEPT_MAX, SWEPT_MAX - 1, 1, 0]) {
    const { run, busyMs, idleMs } = sweeping("sweep-it", async () => swept);
    done.push(await run());
    expect(idleMs).toBeGreaterThan(1_000 * busyMs);
  }
  expect(done.map((count) => count > 0)).toEqual([true, true, false, false, false]);
});
