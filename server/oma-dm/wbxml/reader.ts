import { DecodeError } from "../decode-error";
import type { OctetText } from "../octet-text";

const MULTI_BYTE_OCTETS_MAX = 5;
const UINT32_MAX = 0xffff_ffff;

/** A position in the octets of one document, which may be a part of a larger message. Offsets are those of the message. */
export class WbxmlReader {
  readonly source: OctetText;
  readonly octets: Buffer;
  /** One past the last octet of the document. */
  readonly end: number;
  position: number;

  constructor(source: OctetText, start: number, end: number) {
    this.source = source;
    this.octets = source.octets;
    this.position = start;
    this.end = end;
  }

  /** Throws TRUNCATED. */
  u8(): number {
    if (this.position >= this.end) throw new DecodeError("TRUNCATED", this.end);
    const octet = this.octets[this.position] as number;
    this.position += 1;
    return octet;
  }

  /**
   * mb_u_int32: seven bits an octet, the most significant first, the top bit set on all but the last [WBXML 1.3 5.1].
   * Throws TRUNCATED, or INTEGER_TOO_LARGE past five octets or 32 bits.
   */
  multiByteUint(): number {
    const start = this.position;
    let value = 0;
    for (let count = 1; count <= MULTI_BYTE_OCTETS_MAX; count += 1) {
      const octet = this.u8();
      value = value * 128 + (octet & 0x7f);
      if (octet < 0x80) {
        if (value > UINT32_MAX) break;
        return value;
      }
    }
    throw new DecodeError("INTEGER_TOO_LARGE", start);
  }

  /** Passes over `length` octets that must all be there, and answers where they begin. Throws TRUNCATED. */
  skip(length: number): number {
    const start = this.position;
    if (length > this.end - start) throw new DecodeError("TRUNCATED", this.end, `${length} octets announced`);
    this.position = start + length;
    return start;
  }

  /** Passes over an inline string and its NUL, and answers where the NUL is. Throws TRUNCATED. */
  skipString(): number {
    let nul = this.position;
    while (nul < this.end && this.octets[nul] !== 0) nul += 1;
    if (nul === this.end) throw new DecodeError("TRUNCATED", this.end, "string without its end");
    this.position = nul + 1;
    return nul;
  }
}
