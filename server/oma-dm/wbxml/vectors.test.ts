import { describe, expect, it } from "vitest";
import { DecodeError } from "../decode-error";
import type { Element } from "../element";
import { errorOf } from "../testing/octets";
import { dialogueVectors, vectorsOf } from "../testing/vectors";
import { decodeXml } from "../xml";
import { decodeWbxml, encodeWbxml } from ".";

const TIMEOUT_MS = 60_000;

const readable = [...vectorsOf("pairs"), ...vectorsOf("assembled"), ...dialogueVectors()];
const withXml = readable.flatMap((vector) => (vector.xml === undefined ? [] : [{ ...vector, xml: vector.xml }]));

describe("documents written by another encoder, or by hand in forms that clients use", () => {
  it("covers the whole set", () => {
    expect(vectorsOf("pairs").length).toBeGreaterThanOrEqual(44);
    expect(vectorsOf("assembled")).toHaveLength(12);
    expect(vectorsOf("malformed")).toHaveLength(13);
    expect(dialogueVectors()).toHaveLength(7);
  });

  it.each(withXml)("$id has the tree of its XML: $about", ({ wbxml, xml }) => {
    expect(decodeWbxml(wbxml)).toEqual(decodeXml(xml));
  });

  it.each(readable)("$id survives being written again", ({ wbxml }) => {
    const document = decodeWbxml(wbxml);
    for (const version of ["1.1", "1.2", "1.3"] as const) {
      expect(decodeWbxml(encodeWbxml(document, { version }))).toEqual(document);
    }
  });

  it.each(readable)(
    "$id cut at any octet is an error with an offset inside it",
    { timeout: TIMEOUT_MS },
    ({ wbxml }) => {
      const wrong: number[] = [];
      for (let length = 0; length < wbxml.length; length += 1) {
        const error = errorOf(() => decodeWbxml(wbxml.subarray(0, length)));
        if (!(error instanceof DecodeError) || error.offset > length) wrong.push(length);
      }
      expect(wrong).toEqual([]);
    },
  );

  it("gives octets of Format bin as they were sent", () => {
    const [binary] = vectorsOf("assembled").filter((vector) => vector.dataHex !== undefined);
    const data = find(decodeWbxml(binary?.wbxml ?? new Uint8Array()).root, "Data");
    expect(Buffer.from(data?.content as Uint8Array).toString("hex")).toBe(binary?.dataHex);
  });
});

describe("malformed documents", () => {
  const expected: Record<string, string> = {
    "truncated-mid": "TRUNCATED",
    "missing-end": "TRUNCATED",
    "opaque-overrun": "TRUNCATED",
    "strt-out-of-range": "STRING_TABLE_RANGE",
    "strtbl-overrun": "TRUNCATED",
    "unknown-tag": "UNKNOWN_TAG",
    "unknown-page": "UNKNOWN_PAGE",
    "unterminated-string": "TRUNCATED",
    "mb-too-long": "INTEGER_TOO_LARGE",
    "trailing-garbage": "TRAILING_OCTETS",
    empty: "EMPTY",
    "deep-nesting": "LIMIT_DEPTH",
    "bad-utf8": "BAD_TEXT",
  };

  it.each(vectorsOf("malformed"))("$id is refused: $about", ({ id, wbxml }) => {
    expect(errorOf(() => decodeWbxml(wbxml))).toMatchObject({ name: "DecodeError", code: expected[id] });
  });
});

function find(element: Element, name: string): Element | undefined {
  if (element.name === name) return element;
  if (typeof element.content === "string" || element.content instanceof Uint8Array) return undefined;
  for (const child of element.content) {
    const found = find(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
