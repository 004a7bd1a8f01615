import type { Encoding } from "../../server/oma-dm/element";
import { MEDIA_TYPES } from "../wire";
import type { Quirks } from "./names";

/** Octets that a device sends at once which heeds no bound: the send buffer of a client that was seen to. */
const UNBOUNDED_OCTETS = 40_000;
const TINY_OCTETS = 4_096;

/** What a device calls its messages. */
export function contentTypeOf(encoding: Encoding, quirks: Quirks): string {
  const type = MEDIA_TYPES[encoding];
  const named = quirks.has("contentTypeWithoutDm") ? type.replace(".dm+", "+") : type;
  return quirks.has("contentTypeWithCharset") ? `${named}; charset=UTF-8` : named;
}

/** What a device calls its session. `sessionId`: what it should. */
export function sessionIdOf(sessionId: string, quirks: Quirks): string {
  if (quirks.has("sessionIdAlways1")) return "1";
  return quirks.has("sessionIdInLowerCase") ? sessionId.toLowerCase() : sessionId;
}

/** Octets of the messages that a device sends. `announced`: what the server takes. */
export function messageOctetsOf(announced: number, quirks: Quirks): number {
  if (quirks.has("exceedsMaxMsgSize")) return UNBOUNDED_OCTETS;
  return quirks.has("tinyMessages") ? Math.min(announced, TINY_OCTETS) : announced;
}
