import { DecodeError } from "../decode-error";
import type { Charset, OctetText } from "../octet-text";
import { isWhiteSpace } from "./characters";

/** A position in the octets of one XML document. */
export class XmlReader {
  readonly source: OctetText;
  readonly octets: Buffer;
  readonly end: number;
  position = 0;
  /** Of the XML declaration; UTF-8 where it says none. */
  charset: Charset = "UTF-8";

  constructor(source: OctetText) {
    this.source = source;
    this.octets = source.octets;
    this.end = source.octets.length;
  }

  /** The octet at the position, without passing over it. Throws TRUNCATED. */
  peek(): number {
    if (this.position >= this.end) throw new DecodeError("TRUNCATED", this.end);
    return this.octets[this.position] as number;
  }

  /** Whether the octets at the position are the ASCII text `expected`. */
  startsWith(expected: string): boolean {
    for (let index = 0; index < expected.length; index += 1) {
      if (this.octets[this.position + index] !== expected.charCodeAt(index)) return false;
    }
    return true;
  }

  /** Passes over `expected`. Throws MALFORMED, or TRUNCATED where the document ends inside it. */
  expect(expected: string): void {
    for (let index = 0; index < expected.length; index += 1) {
      if (this.peek() !== expected.charCodeAt(index)) throw this.malformed(`${expected} expected`);
      this.position += 1;
    }
  }

  skipWhiteSpace(): void {
    while (this.position < this.end && isWhiteSpace(this.octets[this.position] as number)) this.position += 1;
  }

  /** Passes over everything up to and with the ASCII text `terminator`, answers where that began. Throws TRUNCATED. */
  skipPast(terminator: string): number {
    const at = this.octets.indexOf(terminator, this.position, "latin1");
    if (at < 0) throw new DecodeError("TRUNCATED", this.end, `${terminator} expected`);
    this.position = at + terminator.length;
    return at;
  }

  malformed(detail: string): DecodeError {
    return new DecodeError("MALFORMED", this.position, detail);
  }
}
