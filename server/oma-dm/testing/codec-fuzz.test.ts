import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../decode-error";
import type { ElementDocument } from "../element";
import { decodeWbxml, encodeWbxml } from "../wbxml";
import { decodeXml, encodeXml } from "../xml";
import { errorOf } from "./octets";
import { dialogueVectors, vectorsOf } from "./vectors";

const WBXML_INPUTS = 200_000;
const XML_INPUTS = 100_000;
const NOISE_INPUTS = 5_000;
const SEED = 351_234_560;
const TIMEOUT_MS = 120_000;

/** One change of a message. `at` is a part of its length; what is inserted is likely to mean something in the codec. */
interface Edit {
  readonly kind: "set" | "insert" | "remove" | "repeat" | "cut";
  readonly at: number;
  readonly length: number;
  readonly octets: Uint8Array;
}

const significant = [0x00, 0x01, 0x02, 0x03, 0x04, 0x40, 0x80, 0x83, 0xc3, 0xc4, 0xff, 0x7f, 0x6d, 0x4f, 0x5a];
const markup = [
  "<",
  ">",
  "&",
  ";",
  "&#",
  "&nbsp;",
  "]]>",
  "<![CDATA[",
  "<!--",
  "-->",
  "</",
  "/>",
  '"',
  " xmlns=",
  ":",
  "\0",
  "é",
];

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom("set" as const, "insert" as const, "remove" as const, "repeat" as const, "cut" as const),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(40),
  octets: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 4 }),
    fc.array(fc.constantFrom(...significant), { minLength: 1, maxLength: 4 }).map((octets) => Uint8Array.from(octets)),
    fc.constantFrom(...markup).map((text) => new Uint8Array(Buffer.from(text))),
  ),
});

function edited(message: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let octets = Buffer.from(message);
  for (const { kind, at, length, octets: inserted } of edits) {
    const position = Math.floor(at * octets.length);
    const [before, after] = [octets.subarray(0, position), octets.subarray(position)];
    switch (kind) {
      case "set":
        octets = Buffer.concat([before, inserted, after.subarray(inserted.length)]);
        break;
      case "insert":
        octets = Buffer.concat([before, inserted, after]);
        break;
      case "remove":
        octets = Buffer.concat([before, after.subarray(length)]);
        break;
      case "repeat":
        octets = Buffer.concat([before, after.subarray(0, length), after]);
        break;
      case "cut":
        octets = at < 0.2 ? octets : before;
        break;
    }
  }
  return new Uint8Array(octets);
}

/** Runs a decoder on changed messages: it answers a document that can be written again, or a DecodeError. */
function attack(
  messages: readonly Uint8Array[],
  decode: (octets: Uint8Array) => ElementDocument,
  inputs: number,
): Map<string, number> {
  const outcomes = new Map<string, number>();
  const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const changed = fc.record({
    message: fc.constantFrom(...messages),
    edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
  });
  fc.assert(
    fc.property(changed, ({ message, edits }) => {
      const octets = edited(message, edits);
      let document: ElementDocument | undefined;
      const error = errorOf(() => {
        document = decode(octets);
      });
      if (document === undefined) {
        expect(error).toBeInstanceOf(DecodeError);
        const { code, offset } = error as DecodeError;
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(octets.length);
        count(code);
        return;
      }
      count("read");
      encodeWbxml(document);
      encodeXml(document);
    }),
    { numRuns: inputs, seed: SEED },
  );
  return outcomes;
}

function total(outcomes: ReadonlyMap<string, number>): number {
  return [...outcomes.values()].reduce((sum, count) => sum + count, 0);
}

describe("a message with random damage is read or refused, and nothing else", () => {
  const vectors = [...vectorsOf("pairs"), ...vectorsOf("assembled"), ...dialogueVectors()];
  const small = vectors.filter((vector) => vector.wbxml.length < 2_000);

  it("trust:fuzz-decode: in WBXML", { timeout: TIMEOUT_MS }, () => {
    const messages = [...small, ...vectorsOf("malformed")].map((vector) => vector.wbxml);
    const outcomes = attack(messages, decodeWbxml, WBXML_INPUTS);
    for (const outcome of ["read", "TRUNCATED", "UNKNOWN_TAG", "UNSUPPORTED_TOKEN", "BAD_TEXT", "TRAILING_OCTETS"]) {
      expect([...outcomes.keys()]).toContain(outcome);
    }
    console.log(`fuzz-decode ${total(outcomes)}/${WBXML_INPUTS}`);
  });

  it("trust:fuzz-decode: in XML", { timeout: TIMEOUT_MS }, () => {
    const messages = small.flatMap((vector) => (vector.xml === undefined ? [] : [vector.xml]));
    const outcomes = attack(messages, decodeXml, XML_INPUTS);
    for (const outcome of [
      "read",
      "TRUNCATED",
      "UNKNOWN_TAG",
      "MALFORMED",
      "MIXED_CONTENT",
      "BAD_TEXT",
      "ENTITY_REFUSED",
    ]) {
      expect([...outcomes.keys()]).toContain(outcome);
    }
    console.log(`fuzz-decode ${total(outcomes)}/${XML_INPUTS}`);
  });

  it("also where it is noise from the first octet", { timeout: TIMEOUT_MS }, () => {
    const header = Buffer.from([0x02, 0xa4, 0x01, 0x6a, 0x00, 0x6d]);
    const noise = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(noise, (octets) => {
        for (const decode of [decodeWbxml, decodeXml]) {
          for (const input of [octets, new Uint8Array(Buffer.concat([header, octets]))]) {
            const error = errorOf(() => decode(input));
            if (error !== undefined) expect(error).toBeInstanceOf(DecodeError);
          }
        }
      }),
      { numRuns: NOISE_INPUTS, seed: SEED },
    );
  });
});
