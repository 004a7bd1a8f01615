import { metaText, plainWord } from "../data-labels";
import { DecodeError } from "../decode-error";
import type { Element } from "../element";
import { OCTETS_FORMAT } from "../meta-words";
import { firstNonUtf8, isCutUtf8 } from "../utf8";

/** Octets that were found in a message, and where. */
export type OctetsFound = ReadonlyMap<Uint8Array, number>;

/** Formats of which the value is no text, or may be a WBXML document. */
const OCTET_FORMATS: ReadonlySet<string> = new Set([OCTETS_FORMAT, "xml"]);

/**
 * Data that came as octets which do not look like text, judged by its Format: text (a NUL inside it, say) where the
 * Format is one of text, octets where it is `bin`, `xml` or not said, or where a character is cut at an end. Throws BAD_TEXT
 * where `chr` is promised and the octets are not UTF-8. The nearest Meta decides.
 */
export function settleOctetData(element: Element, found: OctetsFound, formatAbove?: string): Element {
  const { content } = element;
  if (element.vocabulary !== "syncml" || typeof content === "string") return element;
  if (content instanceof Uint8Array) {
    return element.name === "Data" ? { ...element, content: settled(content, found, formatAbove) } : element;
  }
  const meta = content.find((child) => child.name === "Meta");
  const format = (meta === undefined ? undefined : plainWord(metaText(meta, "Format"))) ?? formatAbove;
  return { ...element, content: content.map((child) => settleOctetData(child, found, format)) };
}

function settled(octets: Uint8Array, found: OctetsFound, format: string | undefined): string | Uint8Array {
  if (format === undefined || OCTET_FORMATS.has(format)) return octets;
  const wrong = firstNonUtf8(octets, 0, octets.length);
  if (wrong < 0) return Buffer.from(octets).toString("utf8");
  if (format === "chr" && !isCutUtf8(octets, 0, octets.length))
    throw new DecodeError("BAD_TEXT", (found.get(octets) ?? 0) + wrong, "not UTF-8");
  return octets;
}

/** Whether a Meta, or the properties of a node in a management tree, say that the value behind them is octets. */
export function saysOctets(before: Element): boolean {
  const { name, content } = before;
  if (name === "Meta") return plainWord(metaText(before, "Format")) === OCTETS_FORMAT;
  if (name !== "RTProperties" || typeof content === "string" || content instanceof Uint8Array) return false;
  const format = content.find((property) => property.name === "Format")?.content[0];
  return typeof format === "object" && format.name === OCTETS_FORMAT;
}
