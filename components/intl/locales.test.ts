import { describe, expect, it } from "vitest";
import { chooseLocale } from "./locales";

describe("the language of the console", () => {
  it("is the chosen one before all others", () => {
    expect(chooseLocale("de", "en-GB")).toBe("de");
  });

  it("is the most wanted of the browser's that there is", () => {
    expect(chooseLocale(undefined, "fr-CH, de;q=0.7, en;q=0.9")).toBe("en");
    expect(chooseLocale(undefined, "de-AT,en;q=0.5")).toBe("de");
    expect(chooseLocale("xx", "pl,de;q=0.1")).toBe("de");
  });

  it("is English when nothing fits", () => {
    expect(chooseLocale(undefined, "fr, en;q=0")).toBe("en");
    expect(chooseLocale(undefined, null)).toBe("en");
  });
});
