import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { xmlTokens } from "./xml-tokens";

describe("xmlTokens", () => {
  it("tells names, attributes, texts and masked secrets apart", () => {
    expect(xmlTokens('<Data xmlns="a">******</Data>').map((token) => token.kind)).toEqual([
      "punctuation",
      "name",
      "attribute",
      "punctuation",
      "mask",
      "punctuation",
      "name",
      "punctuation",
    ]);
  });

  it("loses no character of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("<", ">", "/", "?", "!", "a", " ", "\n", '"', "&") }), (text) => {
        expect(
          xmlTokens(text)
            .map((token) => token.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
});
