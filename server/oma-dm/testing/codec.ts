import type { Encoding } from "../element";
import { type ReadMessage, readMessage, type SyncmlMessage, writeMessage } from "../syncml";
import { decodeWbxml, encodeWbxml } from "../wbxml";
import { decodeXml, encodeXml } from "../xml";

/** A message as octets on the wire. */
export function encodeMessage(message: SyncmlMessage, encoding: Encoding): Uint8Array {
  const document = writeMessage(message);
  return encoding === "xml" ? encodeXml(document) : encodeWbxml(document);
}

/** A message and its problems from octets. Throws DecodeError. */
export function decodeMessage(octets: Uint8Array, encoding: Encoding): ReadMessage {
  return readMessage(encoding === "xml" ? decodeXml(octets) : decodeWbxml(octets));
}
