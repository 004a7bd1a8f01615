import { DecodeError } from "./decode-error";
import { firstNonUtf8 } from "./utf8";

/** The character sets that are read. */
export type Charset = "UTF-8" | "US-ASCII" | "ISO-8859-1";

/** V8 copies a part of a string that is shorter than this, and keeps a longer one as a window on the whole. */
const WINDOW_LENGTH_MIN = 13;

/**
 * Makes strings of parts of one message. The message is taken over into one string at the start: cutting a short text
 * out of that is many times faster than crossing into native code for each. Longer texts are copied nevertheless, for
 * a window on it would keep the whole message in memory as long as one device id lives.
 */
export class OctetText {
  readonly octets: Buffer;
  private readonly whole: string;

  constructor(octets: Uint8Array) {
    this.octets = Buffer.isBuffer(octets) ? octets : Buffer.from(octets.buffer, octets.byteOffset, octets.length);
    this.whole = this.octets.toString("latin1");
  }

  /** The text of octets that the caller knows to be below 0x80 all, or of any octets in ISO-8859-1. */
  single(start: number, end: number): string {
    if (end - start < WINDOW_LENGTH_MIN) return this.whole.substring(start, end);
    return this.octets.toString("latin1", start, end);
  }

  /** The text of any octets. Throws BAD_TEXT at the first octet that the character set does not have. */
  text(start: number, end: number, charset: Charset): string {
    if (charset === "ISO-8859-1") return this.single(start, end);
    const wrong = charset === "UTF-8" ? firstNonUtf8(this.octets, start, end) : firstNonAscii(this.octets, start, end);
    if (wrong >= 0) throw new DecodeError("BAD_TEXT", wrong, `not ${charset}`);
    return this.octets.toString("utf8", start, end);
  }
}

function firstNonAscii(octets: Uint8Array, start: number, end: number): number {
  for (let position = start; position < end; position += 1) {
    if ((octets[position] as number) >= 0x80) return position;
  }
  return -1;
}
