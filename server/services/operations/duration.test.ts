import { describe, expect, it } from "vitest";
import { durationSeconds } from "./duration";

describe("durationSeconds", () => {
  it.each([
    ["PT5M", 300],
    ["PT90S", 90],
    ["PT1H30M5S", 5_405],
    ["PT0S", 0],
  ])("reads %s", (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  it.each(["PT", "P1D", "5M", "PT5", "PT-5M", "PT5M30", ""])("refuses %j", (text) => {
    expect(() => durationSeconds(text)).toThrow(RangeError);
  });
});
