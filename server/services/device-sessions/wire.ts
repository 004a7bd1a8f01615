import {
  decodeWbxml,
  decodeXml,
  type ElementDocument,
  type Encoding,
  encodeWbxml,
  encodeXml,
  type Problem,
  readMessage,
  type SyncmlMessage,
  writeMessage,
} from "../../oma-dm";

/** One HTTP body of a device, read. */
export interface ReadMessage {
  readonly message: SyncmlMessage;
  readonly problems: readonly Problem[];
  readonly encoding: Encoding;
}

const LESS_THAN = 0x3c;
const BYTE_ORDER_MARK = 0xef;

/**
 * Reads a body as what it is: the first octet decides (`<` or a byte order mark is XML), since clients name the wrong
 * media type. Throws DecodeError.
 */
export function readWire(octets: Uint8Array): ReadMessage {
  const encoding = encodingOf(octets);
  const { message, problems } = readMessage(decodeDocument(octets, encoding));
  return { message, problems, encoding };
}

export function encodingOf(octets: Uint8Array): Encoding {
  return octets[0] === LESS_THAN || octets[0] === BYTE_ORDER_MARK ? "xml" : "wbxml";
}

export function writeWire(message: SyncmlMessage, encoding: Encoding): Uint8Array {
  return encodeDocument(writeMessage(message), encoding);
}

export function encodeDocument(document: ElementDocument, encoding: Encoding): Uint8Array {
  return encoding === "xml" ? encodeXml(document) : encodeWbxml(document);
}

export function decodeDocument(octets: Uint8Array, encoding: Encoding): ElementDocument {
  return encoding === "xml" ? decodeXml(octets) : decodeWbxml(octets);
}

/** A document as XML text for people, each element on a line of its own. */
export function indentedText(document: ElementDocument): string {
  return Buffer.from(encodeXml(document, { indented: true })).toString("utf8");
}
