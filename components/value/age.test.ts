import { describe, expect, it } from "vitest";
import { ageOf } from "./age";

const now = Date.parse("2026-11-22T10:00:00Z");
const ago = (ms: number) => ageOf(now - ms, now);

describe("ageOf", () => {
  it("does not count the first ten seconds, in either direction", () => {
    expect(ago(0)).toEqual({ key: "now" });
    expect(ago(9_999)).toEqual({ key: "now" });
    expect(ago(-9_999)).toEqual({ key: "now" });
  });

  it("rounds down, so that nothing looks older than it is", () => {
    expect(ago(59_999)).toEqual({ key: "secondsAgo", n: 59 });
    expect(ago(119_999)).toEqual({ key: "minutesAgo", n: 1 });
    expect(ago(23 * 3_600_000 + 3_599_999)).toEqual({ key: "hoursAgo", n: 23 });
  });

  it("speaks of the future as the future", () => {
    expect(ago(-6 * 60_000)).toEqual({ key: "inMinutes", n: 6 });
    expect(ago(-2 * 3_600_000)).toEqual({ key: "inHours", n: 2 });
  });

  it("wants a date from a day on", () => {
    expect(ago(24 * 3_600_000)).toBeNull();
    expect(ago(-24 * 3_600_000)).toBeNull();
  });
});
