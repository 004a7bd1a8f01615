import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteRange } from "./byte-range";

describe("a Range of a content of 1000 octets", () => {
  it.each([
    [undefined, null],
    ["bytes=0-", { from: 0, to: 1_000 }],
    ["bytes=500-", { from: 500, to: 1_000 }],
    ["bytes=0-0", { from: 0, to: 1 }],
    ["bytes=10-19", { from: 10, to: 20 }],
    ["BYTES= 10 - 19 ", { from: 10, to: 20 }],
    ["bytes=999-5000", { from: 999, to: 1_000 }],
    ["bytes=-1", { from: 999, to: 1_000 }],
    ["bytes=-5000", { from: 0, to: 1_000 }],
    ["bytes=1000-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=999999999999999-", "unsatisfiable"],
    ["bytes=0-0,5-9", null],
    ["bytes=0-0,0-0,0-0,0-0", null],
    ["bytes=20-10", null],
    ["bytes=-", null],
    ["bytes=", null],
    ["bytes=a-b", null],
    ["bytes=1e3-", null],
    ["bytes=0x10-", null],
    ["bytes=99999999999999999999-", null],
    ["items=0-10", null],
    ["bytes=0-10;x", null],
  ] as const)("%s", (header, range) => {
    expect(byteRange(header, 1_000)).toEqual(range);
  });

  it("never reaches beyond the content, and is never empty", () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.string({ maxLength: 12 }), fc.nat(), fc.nat(), (size, noise, first, last) => {
        for (const header of [`bytes=${noise}`, `bytes=${first % 6_000}-${last % 6_000}`, `bytes=-${last % 6_000}`]) {
          const range = byteRange(header, size);
          if (range === null || range === "unsatisfiable") continue;
          expect(range.from).toBeGreaterThanOrEqual(0);
          expect(range.to).toBeGreaterThan(range.from);
          expect(range.to).toBeLessThanOrEqual(size);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
