import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Element } from "../element";
import { decodeWbxml, encodeWbxml } from "../wbxml";
import { decodeXml, encodeXml } from "../xml";
import { elementDocument } from "./element-arbitrary";

const WBXML_DOCUMENTS = 50_000;
const XML_DOCUMENTS = 5_000;
const SEED = 20_270_101;
const TIMEOUT_MS = 120_000;

/** XML has no octets: what is octets of Format bin in WBXML is base64 of Format b64 there. */
function asXmlCarriesIt(element: Element): Element {
  const { content } = element;
  if (typeof content === "string") return element;
  if (content instanceof Uint8Array) return { ...element, content: Buffer.from(content).toString("base64") };
  return { ...element, content: content.map(asXmlCarriesIt) };
}

/** The word in Meta that changes with it, in the Items that the documents here have. */
function withoutBinFormat(element: Element): Element {
  if (element.name === "Format" && element.content === "bin") return { ...element, content: "b64" };
  if (typeof element.content === "string" || element.content instanceof Uint8Array) return element;
  return { ...element, content: element.content.map(withoutBinFormat) };
}

describe("any document that is written reads as what it was", () => {
  it("trust:fuzz-roundtrip: in WBXML, in every version", { timeout: TIMEOUT_MS }, () => {
    let documents = 0;
    const version = fc.constantFrom("1.1" as const, "1.2" as const, "1.3" as const);
    fc.assert(
      fc.property(elementDocument, version, (document, written) => {
        expect(decodeWbxml(encodeWbxml(document, { version: written }))).toEqual(document);
        documents += 1;
      }),
      { numRuns: WBXML_DOCUMENTS, seed: SEED },
    );
    console.log(`fuzz-roundtrip ${documents}/${WBXML_DOCUMENTS}`);
  });

  it("in XML, with and without indentation", { timeout: TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(elementDocument, fc.boolean(), (document, indented) => {
        const read = decodeXml(encodeXml(document, { indented }));
        expect(read.dialect).toBe(document.dialect);
        expect(withoutBinFormat(read.root)).toEqual(withoutBinFormat(asXmlCarriesIt(document.root)));
      }),
      { numRuns: XML_DOCUMENTS, seed: SEED },
    );
  });
});
