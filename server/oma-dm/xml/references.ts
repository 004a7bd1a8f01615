import { DecodeError } from "../decode-error";
import { AMPERSAND, HASH, LESS_THAN, SEMICOLON, SMALL_X, SPACE } from "./characters";
import type { XmlReader } from "./reader";

/** The entities that every XML document has [XML 1.0, 4.6]. */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Enough for `#x10FFFF` and for any entity name worth a message. */
const REFERENCE_LENGTH_MAX = 32;
const DECIMAL = /^#[0-9]{1,7}$/;
const HEXADECIMAL = /^#x[0-9A-Fa-f]{1,6}$/;
const NAME = /^[A-Za-z_:][\w:.-]*$/;

/** Reads `&...;` and counts numeric references, which are bounded: each costs far more than the octets it is made of. */
export class ReferenceReader {
  private readonly reader: XmlReader;
  private numericLeft: number;

  constructor(reader: XmlReader, referencesMax: number) {
    this.reader = reader;
    this.numericLeft = referencesMax;
  }

  /**
   * The characters of the reference that begins at the reader's position with `&`.
   * Throws ENTITY_REFUSED for every entity that a DTD would have to declare, LIMIT_REFERENCES, BAD_TEXT for a number
   * that is no character, MALFORMED, TRUNCATED.
   */
  read(): string {
    const { reader } = this;
    const { octets, end } = reader;
    const offset = reader.position;
    let position = offset + 1;
    while (
      position < end &&
      position <= offset + REFERENCE_LENGTH_MAX &&
      isReferenceOctet(octets[position] as number)
    ) {
      position += 1;
    }
    if (position === end) throw new DecodeError("TRUNCATED", end, "; expected");
    if (octets[position] !== SEMICOLON) throw new DecodeError("MALFORMED", offset, "& that begins no reference");
    const body = reader.source.single(offset + 1, position);
    reader.position = position + 1;
    return octets[offset + 1] === HASH ? this.character(body, offset) : entity(body, offset);
  }

  private character(body: string, offset: number): string {
    this.numericLeft -= 1;
    if (this.numericLeft < 0) throw new DecodeError("LIMIT_REFERENCES", offset);
    const hexadecimal = body.charCodeAt(1) === SMALL_X;
    if (!(hexadecimal ? HEXADECIMAL : DECIMAL).test(body)) throw new DecodeError("MALFORMED", offset, `&${body};`);
    const codePoint = hexadecimal ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
      throw new DecodeError("BAD_TEXT", offset, "no character has this number");
    }
    return String.fromCodePoint(codePoint);
  }
}

/** Letters, digits and what else a name or number is made of; which of them it may be, is looked at later. */
function isReferenceOctet(octet: number): boolean {
  return octet > SPACE && octet !== SEMICOLON && octet !== LESS_THAN && octet !== AMPERSAND;
}

function entity(name: string, offset: number): string {
  const text = BUILT_IN.get(name);
  if (text !== undefined) return text;
  if (NAME.test(name)) throw new DecodeError("ENTITY_REFUSED", offset, name);
  throw new DecodeError("MALFORMED", offset, "& that begins no reference");
}
