import { DecodeError } from "../decode-error";
import type { Charset, OctetText } from "../octet-text";

/** The strings that a document names by offset. An offset may point into the middle of an entry. */
export class StringTable {
  private readonly source: OctetText;
  private readonly start: number;
  private readonly end: number;

  constructor(source: OctetText, start: number, end: number) {
    this.source = source;
    this.start = start;
    this.end = end;
  }

  /** Where the string at `index` begins in the message. Throws STRING_TABLE_RANGE, naming `offset`, the reference. */
  startOf(index: number, offset: number): number {
    if (index >= this.end - this.start) throw new DecodeError("STRING_TABLE_RANGE", offset, `index ${index}`);
    return this.start + index;
  }

  /** Where the string that begins at `start` ends: at its NUL or, as clients leave the last one out, with the table. */
  endOf(start: number): number {
    const nul = this.source.octets.subarray(start, this.end).indexOf(0);
    return nul < 0 ? this.end : start + nul;
  }

  /** Throws STRING_TABLE_RANGE, BAD_TEXT. */
  text(index: number, offset: number, charset: Charset): string {
    const start = this.startOf(index, offset);
    return this.source.text(start, this.endOf(start), charset);
  }
}
