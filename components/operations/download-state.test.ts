import { describe, expect, it } from "vitest";
import { downloadPhase, downloadsAskedAgainIn, downloadUnderWay } from "./download-state";

const waiting = { size: 10, reached: 0, startedAt: null };
const begun = { size: 10, reached: 4, startedAt: "2026-03-01T10:00:00Z" };
const out = { ...begun, reached: 10 };

describe("a download", () => {
  it("waits for the device, is under way, or is out, by its octets", () => {
    expect([waiting, begun, out].map(downloadPhase)).toEqual(["waiting", "under_way", "out"]);
    expect(downloadUnderWay([out, begun])).toBe(begun);
    expect(downloadUnderWay([waiting, out])).toBeNull();
  });

  it("is asked for again until all octets are out, and not after the task's end", () => {
    expect(downloadsAskedAgainIn(false, [])).toBe(false);
    expect(downloadsAskedAgainIn(false, [waiting])).toBeGreaterThan(0);
    expect(downloadsAskedAgainIn(false, [out, begun])).toBeGreaterThan(0);
    expect(downloadsAskedAgainIn(false, [out])).toBe(false);
    expect(downloadsAskedAgainIn(true, [begun])).toBe(false);
  });
});
