import type { DecodeLimits } from "../decode-limits";
import type { Element, ElementDocument } from "../element";

/** Reads one XML document. Throws DecodeError. */
export function decodeXml(octets: Uint8Array, limits?: DecodeLimits): ElementDocument {
  throw new Error(`not built yet: ${octets.length} ${limits?.octetsMax}`);
}

/** Writes one XML document in UTF-8. */
export function encodeXml(document: ElementDocument): Uint8Array {
  throw new Error(`not built yet: ${document.dialect}`);
}

/**
 * One element with all below it as XML text, without declaration, its namespace written on it: what a Data that
 * holds a management tree as elements is as a value (Type `application/vnd.syncml.dmtnds+xml`).
 */
export function elementText(element: Element): string {
  throw new Error(`not built yet: ${element.name}`);
}
