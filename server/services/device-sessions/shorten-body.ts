import { DecodeError, type Element } from "../../oma-dm";
import { decodeDocument, encodeDocument, encodingOf } from "./wire";

/** Octets of one value that are kept of a message that is too long to be kept whole. */
const VALUE_OCTETS_MAX = 1_024;
/** What an element costs beside its content, in the more spacious of the two encodings. */
const ELEMENT_OCTETS = 40;

/**
 * A message's octets cut to about `octetsMax`: long values to their beginning with how much is missing, then whatever
 * comes after the room is used up is left out. Reads as a message still; what is no message is cut as octets.
 */
export function shortenBody(octets: Uint8Array, octetsMax: number): Uint8Array {
  const encoding = encodingOf(octets);
  try {
    const document = decodeDocument(octets, encoding);
    const room = { octets: octetsMax };
    const shorter = { ...document, root: shortenElement(document.root, room) };
    return encodeDocument(shorter, encoding);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return octets.subarray(0, octetsMax);
  }
}

function shortenElement(element: Element, room: { octets: number }): Element {
  room.octets -= ELEMENT_OCTETS;
  const { content } = element;
  if (Array.isArray(content)) {
    const children: Element[] = [];
    for (const child of content as readonly Element[]) {
      if (room.octets <= 0) break;
      children.push(shortenElement(child, room));
    }
    return { ...element, content: children };
  }
  const octets = typeof content === "string" ? Buffer.from(content) : Buffer.from(content as Uint8Array);
  const kept = Math.max(0, Math.min(octets.length, VALUE_OCTETS_MAX, room.octets));
  room.octets -= kept;
  if (kept === octets.length) return element;
  const isText = typeof content === "string";
  // A character that the cut goes through is left out.
  const text = isText ? octets.toString("utf8", 0, kept).replace(/\uFFFD$/, "") : octets.toString("base64", 0, kept);
  return { ...element, content: `${text}... (${octets.length - kept} octets cut)` };
}
