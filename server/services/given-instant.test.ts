import { describe, expect, it } from "vitest";
import { GivenInstant } from "./given-instant";

describe("GivenInstant", () => {
  it.each(["1970-01-01T00:00:00Z", "2026-01-31T12:00:00.123456+05:30", "9999-12-31T23:59:59.999Z"])(
    "takes %s",
    (text) => {
      expect(GivenInstant.parse(text)).toBe(text);
    },
  );

  it.each(["0000-01-01T00:00:00Z", "1970-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"])(
    "refuses %s, and says which are taken",
    (text) => {
      expect(GivenInstant.safeParse(text).error?.issues).toMatchObject([
        { message: "Give an instant from 1970 to 9999." },
      ]);
    },
  );

  it.each(["2026-01-31", "2026-02-30T00:00:00Z", "tomorrow", ""])("refuses %j, which is none", (text) => {
    expect(GivenInstant.safeParse(text).success).toBe(false);
  });
});
