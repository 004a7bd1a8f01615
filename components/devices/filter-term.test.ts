import { describe, expect, it } from "vitest";
import { deviceQuery, filterTerm, mayStandInAddress } from "./filter-term";

describe("the devices filter", () => {
  it.each(["+49 151 1234567", "350000000000017", "IMEI:350000000000017", "12345", "1-2-3-4-5"])(
    "keeps the number %s out of the address",
    (text) => expect(mayStandInAddress(text)).toBe(false),
  );

  it.each(["Hanseat R5", "0017", "model 12", ""])("lets the words %j into the address", (text) =>
    expect(mayStandInAddress(text)).toBe(true),
  );

  it("looks for a number however it is written, and for words as they are", () => {
    expect(filterTerm(" +49 151-123 45 67 ")).toBe("491511234567");
    expect(filterTerm("0049 151 1234567")).toBe("491511234567");
    expect(filterTerm("0017")).toBe("0017");
    expect(filterTerm(" Hanseat R5 ")).toBe("Hanseat R5");
  });

  it("asks by an expression where it holds a value in quotes, else by words", () => {
    expect(deviceQuery(' model = "R5" ')).toEqual({ filter: 'model = "R5"' });
    expect(deviceQuery("Hanseat R5")).toEqual({ q: "Hanseat R5" });
    expect(deviceQuery("+49 151 1234567")).toEqual({ q: "491511234567" });
    expect(deviceQuery(" ")).toEqual({});
  });
});
