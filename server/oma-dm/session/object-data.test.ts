import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeBase64 } from "../security";
import type { ItemData } from "../syncml";
import { objectData } from "./object-data";
import type { ValueCommand } from "./work";

/** The parts of a value, each of at most so many octets. */
function partsOf(command: ValueCommand, encoding: "wbxml" | "xml", octetsMax: number): readonly ItemData[] {
  const data = objectData(command, encoding, undefined);
  const parts: ItemData[] = [];
  for (let from = 0; from < data.octets; ) {
    const part = data.take(from, octetsMax);
    if (!part || part.octets === 0) throw new Error("no part");
    parts.push(part.data);
    from += part.octets;
  }
  return parts;
}

const binary = (octets: Uint8Array): ValueCommand => ({
  name: "Replace",
  uri: "./P",
  format: "bin",
  data: encodeBase64(octets),
});
const someOctets = fc.uint8Array({ minLength: 1, maxLength: 400 });
const PART = fc.integer({ min: 4, max: 90 });

describe("a value in parts", () => {
  it("of octets: in XML each part is base64 that joins to the base64 of the whole, for the receiver adds up text", () => {
    fc.assert(
      fc.property(someOctets, PART, (octets, octetsMax) => {
        const parts = partsOf(binary(octets), "xml", octetsMax).map((part) => encodeBase64(part as Uint8Array));
        expect(parts.join("")).toBe(encodeBase64(octets));
        expect(parts.join("").length).toBe(objectData(binary(octets), "xml", undefined).carriedOctets);
      }),
    );
  });

  it("of octets: in WBXML they are the octets", () => {
    fc.assert(
      fc.property(someOctets, PART, (octets, octetsMax) => {
        const parts = partsOf(binary(octets), "wbxml", octetsMax);
        expect(Buffer.concat(parts as Uint8Array[])).toEqual(Buffer.from(octets));
      }),
    );
  });

  it("of text: no part ends within a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 200 }), PART, (text, octetsMax) => {
        const parts = partsOf({ name: "Replace", uri: "./P", format: "chr", data: text }, "wbxml", octetsMax);
        expect(parts.join("")).toBe(text);
      }),
    );
  });
});
