import { DecodeError } from "../decode-error";
import type { Charset, OctetText } from "../octet-text";

/** The strings that a document names by offset. An offset may point into the middle of an entry. */
export class StringTable {
  private readonly source: OctetText;
  private readonly start: number;
  /** The table alone, so that looking for a NUL never runs into the body. */
  private readonly octets: Uint8Array;

  constructor(source: OctetText, start: number, end: number) {
    this.source = source;
    this.start = start;
    this.octets = source.octets.subarray(start, end);
  }

  /** Where the string at `index` begins in the message. Throws STRING_TABLE_RANGE, naming `offset`, the reference. */
  startOf(index: number, offset: number): number {
    if (index >= this.octets.length) throw new DecodeError("STRING_TABLE_RANGE", offset, `index ${index}`);
    return this.start + index;
  }

  /** Where the string that begins at `start` ends: at its NUL or, as clients leave the last one out, with the table. */
  endOf(start: number): number {
    const nul = this.octets.indexOf(0, start - this.start);
    return this.start + (nul < 0 ? this.octets.length : nul);
  }

  /** Throws STRING_TABLE_RANGE, BAD_TEXT. */
  text(index: number, offset: number, charset: Charset): string {
    const start = this.startOf(index, offset);
    return this.source.text(start, this.endOf(start), charset);
  }
}
