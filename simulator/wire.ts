import type { ElementDocument, Encoding } from "../server/oma-dm/element";
import { readMessage, type SyncmlMessage, writeMessage } from "../server/oma-dm/syncml";
import { decodeWbxml, encodeWbxml } from "../server/oma-dm/wbxml";
import { decodeXml, encodeXml } from "../server/oma-dm/xml";

/** Media types of DM messages [OMA-TS-SyncML_HTTPBinding 1.2.1]. */
export const MEDIA_TYPES = {
  wbxml: "application/vnd.syncml.dm+wbxml",
  xml: "application/vnd.syncml.dm+xml",
} as const satisfies Record<Encoding, string>;

export function encodeMessage(message: SyncmlMessage, encoding: Encoding): Uint8Array {
  return encodeDocument(writeMessage(message), encoding);
}

export function encodeDocument(document: ElementDocument, encoding: Encoding): Uint8Array {
  return encoding === "wbxml" ? encodeWbxml(document) : encodeXml(document);
}

/** Throws DecodeError. */
export function decodeMessage(octets: Uint8Array, encoding: Encoding): SyncmlMessage {
  return readMessage(encoding === "wbxml" ? decodeWbxml(octets) : decodeXml(octets)).message;
}
