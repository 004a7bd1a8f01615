import { DecodeError } from "../decode-error";
import type { Charset, OctetText } from "../octet-text";
import { firstNonUtf8 } from "../utf8";
import { OctetWriter } from "./octet-writer";

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const DELETE = 0x7f;

const JOINED_CAPACITY_OCTETS = 256;

/**
 * The content of one element, gathered from inline strings, table strings, entities and octets (OPAQUE).
 *
 * Several pieces are one text, put together as octets before they are decoded, for an encoder may cut within a
 * character. Content of OPAQUE pieces alone is a text if it reads as one, otherwise it is octets.
 */
export class TextPieces {
  private readonly source: OctetText;
  private readonly charset: Charset;
  private count = 0;
  private octetsOnly = true;
  private blank = true;
  /** The first piece stays where it is in the message; only a second one makes a copy. */
  private firstStart = 0;
  private firstEnd = 0;
  private joined: OctetWriter | undefined;

  constructor(source: OctetText, charset: Charset) {
    this.source = source;
    this.charset = charset;
  }

  addText(start: number, end: number): void {
    this.add(start, end, false);
  }

  addOctets(start: number, end: number): void {
    this.add(start, end, true);
  }

  /** Throws BAD_TEXT where the number is no character. */
  addCharacter(codePoint: number, offset: number): void {
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
      throw new DecodeError("BAD_TEXT", offset, "no character has this number");
    }
    if (this.count === 0) this.firstStart = this.firstEnd = offset;
    this.startJoining().utf8(String.fromCodePoint(codePoint));
    this.count += 1;
    this.octetsOnly = false;
    this.blank &&= isWhiteSpace(codePoint);
  }

  /** Where the content is, when it is one OPAQUE and nothing else. */
  onlyOctets(): { readonly start: number; readonly end: number } | undefined {
    return this.count === 1 && this.octetsOnly ? { start: this.firstStart, end: this.firstEnd } : undefined;
  }

  /** White space alone, as pretty printers put between elements. */
  isBlank(): boolean {
    return this.blank;
  }

  /** Throws BAD_TEXT. */
  content(): string | Uint8Array {
    if (this.joined === undefined) {
      return this.octetsOnly
        ? textOrOctets(this.source.octets.subarray(this.firstStart, this.firstEnd))
        : this.source.text(this.firstStart, this.firstEnd, this.charset);
    }
    const joined = this.joined.view();
    if (this.octetsOnly) return textOrOctets(joined);
    if (firstNonUtf8(joined, 0, joined.length) >= 0) throw new DecodeError("BAD_TEXT", this.firstStart, "not UTF-8");
    return joined.toString("utf8");
  }

  private add(start: number, end: number, octets: boolean): void {
    this.blank &&= isBlank(this.source.octets, start, end);
    if (this.count === 0) {
      this.firstStart = start;
      this.firstEnd = end;
    } else {
      this.join(this.startJoining(), start, end, octets);
    }
    this.count += 1;
    this.octetsOnly &&= octets;
  }

  private startJoining(): OctetWriter {
    if (this.joined === undefined) {
      this.joined = new OctetWriter(JOINED_CAPACITY_OCTETS);
      if (this.count > 0) this.join(this.joined, this.firstStart, this.firstEnd, this.octetsOnly);
    }
    return this.joined;
  }

  private join(joined: OctetWriter, start: number, end: number, octets: boolean): void {
    if (octets || this.charset === "UTF-8") joined.appendRange(this.source.octets, start, end);
    else joined.utf8(this.source.text(start, end, this.charset));
  }
}

function isWhiteSpace(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB;
}

function isBlank(octets: Uint8Array, start: number, end: number): boolean {
  for (let position = start; position < end; position += 1) {
    if (!isWhiteSpace(octets[position] as number)) return false;
  }
  return true;
}

/**
 * A text if the octets are UTF-8 without control characters other than tab, line feed and carriage return; NULs at the
 * end of a text are let pass, for clients send them. Otherwise a copy of the octets.
 */
function textOrOctets(octets: Buffer): string | Uint8Array {
  let end = octets.length;
  while (end > 0 && octets[end - 1] === 0) end -= 1;
  if (end === 0 && octets.length > 0) return new Uint8Array(octets);
  for (let position = 0; position < end; position += 1) {
    const octet = octets[position] as number;
    const control = octet < SPACE ? !isWhiteSpace(octet) : octet === DELETE;
    if (control) return new Uint8Array(octets);
  }
  return firstNonUtf8(octets, 0, end) < 0 ? octets.toString("utf8") : new Uint8Array(octets);
}
