import type { Encoding } from "../element";
import type { ItemData } from "../syncml";
import type { ContentSlice } from "./contract";
import { carriedData } from "./planned-command";
import type { ValueCommand } from "./work";

/** A value from which parts can be taken. */
export interface ObjectData {
  /** Octets that parts are counted in. */
  readonly octets: number;
  /** Octets as carried: what the receiver adds up. */
  readonly carriedOctets: number;
  /** At most `octetsMax` octets from one on, cut where a part may end; null: that part of a content is not at hand. */
  take(from: number, octetsMax: number): { readonly data: ItemData; readonly octets: number } | null;
}

/** Octets that are one group of base64, of which a part in XML must hold whole ones. */
const BASE64_GROUP_OCTETS = 3;
const BASE64_GROUP_CHARACTERS = 4;

/** Octets are carried in XML as base64 text. */
export function objectData(command: ValueCommand, encoding: Encoding, content: ContentSlice | undefined): ObjectData {
  const { data, format } = command;
  if (typeof data !== "string") {
    return octetData(data.octets, encoding, (from, to) => sliceOf(content, data.content, from, to));
  }
  const carried = carriedData(data, format);
  return typeof carried === "string"
    ? textData(Buffer.from(carried, "utf8"))
    : octetData(carried.length, encoding, (from, to) => carried.subarray(from, to));
}

function textData(text: Buffer): ObjectData {
  return {
    octets: text.length,
    carriedOctets: text.length,
    take(from, octetsMax) {
      let to = Math.min(from + octetsMax, text.length);
      while (to > from && isInsideCharacter(text, to)) to -= 1;
      return { data: text.toString("utf8", from, to), octets: to - from };
    },
  };
}

/** Whether a cut before this octet would be within a character of UTF-8. */
function isInsideCharacter(text: Buffer, at: number): boolean {
  return ((text[at] ?? 0) & 0xc0) === 0x80;
}

function octetData(
  octets: number,
  encoding: Encoding,
  slice: (from: number, to: number) => Uint8Array | null,
): ObjectData {
  const isText = encoding === "xml";
  return {
    octets,
    carriedOctets: isText ? BASE64_GROUP_CHARACTERS * Math.ceil(octets / BASE64_GROUP_OCTETS) : octets,
    take(from, octetsMax) {
      let to = Math.min(from + octetsMax, octets);
      if (isText && to < octets) to -= (to - from) % BASE64_GROUP_OCTETS;
      const data = slice(from, to);
      return data && { data, octets: to - from };
    },
  };
}

function sliceOf(slice: ContentSlice | undefined, content: string, from: number, to: number): Uint8Array | null {
  if (slice?.content !== content || from < slice.from || to > slice.from + slice.octets.length) return null;
  return slice.octets.subarray(from - slice.from, to - slice.from);
}
