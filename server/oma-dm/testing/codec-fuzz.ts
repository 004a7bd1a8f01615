import assert from "node:assert";
import * as fc from "fast-check";
import { DecodeError } from "../decode-error";
import type { ElementDocument, Encoding } from "../element";
import { encodeWbxml } from "../wbxml";
import { encodeXml } from "../xml";
import { dialogueVectors, vectorsOf } from "./vectors";

const SMALL_OCTETS_MAX = 2_000;

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

/** Any of these messages with some damage. */
export function damagedMessage(messages: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc
    .record({ message: fc.constantFrom(...messages), edits: fc.array(edit, { minLength: 1, maxLength: 6 }) })
    .map(({ message, edits }) => edited(message, edits));
}

/**
 * Reads octets of which nothing is known: "read" where they are a document, which can then be written again, else the
 * code of the DecodeError. Throws where it is neither.
 */
export function decodeOutcome(octets: Uint8Array, decode: (octets: Uint8Array) => ElementDocument): string {
  let document: ElementDocument;
  try {
    document = decode(octets);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    assert.ok(error.offset >= 0 && error.offset <= octets.length, `offset ${error.offset} of ${octets.length}`);
    return error.code;
  }
  encodeWbxml(document);
  encodeXml(document);
  return "read";
}

/** The test vectors that fuzzing starts from: small ones, so that damage meets structure and not only data. */
export function fuzzedMessages(encoding: Encoding): readonly Uint8Array[] {
  const whole = [...vectorsOf("pairs"), ...vectorsOf("assembled"), ...dialogueVectors()].filter(
    (vector) => vector.wbxml.length < SMALL_OCTETS_MAX,
  );
  if (encoding === "xml") return whole.flatMap((vector) => (vector.xml === undefined ? [] : [vector.xml]));
  return [...whole, ...vectorsOf("malformed")].map((vector) => vector.wbxml);
}
