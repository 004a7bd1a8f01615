import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Element } from "../../oma-dm";
import { encodeWbxml, encodeXml } from "../../oma-dm";
import { shortenBody } from "./shorten-body";
import { decodeDocument, encodingOf } from "./wire";

const element = (name: string, content: Element["content"]): Element => ({ vocabulary: "syncml", name, content });
const itemsOf = (values: readonly (string | Uint8Array)[]) => ({
  dialect: "SyncML 1.2" as const,
  root: element("SyncML", [
    element("SyncBody", [
      element(
        "Replace",
        values.map((value) => element("Item", [element("Data", value)])),
      ),
    ]),
  ]),
});

describe.each([
  ["wbxml", encodeWbxml],
  ["xml", encodeXml],
] as const)("a long message in %s", (_encoding, encode) => {
  it("keeps the beginning of a long value and says how much is missing", () => {
    const octets = shortenBody(encode(itemsOf(["ä".repeat(5_000)])), 4_096);
    expect(JSON.stringify(decodeDocument(octets, encodingOf(octets)))).toContain("ä... (8976 octets cut)");
  });

  it("reads as a message still, and never is larger than about the limit, whatever it held", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ maxLength: 3_000, unit: "grapheme-ascii" })), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1_024, max: 16_384 }),
        (values, limit) => {
          const octets = shortenBody(encode(itemsOf(values)), limit);
          expect(decodeDocument(octets, encodingOf(octets)).root.name).toBe("SyncML");
          expect(octets.length).toBeLessThan(2 * limit);
        },
      ),
      { numRuns: 50 },
    );
  });
});

it("octets that are no message are cut as they are", () => {
  expect(shortenBody(new Uint8Array(10_000).fill(7), 4_096)).toEqual(new Uint8Array(4_096).fill(7));
});
