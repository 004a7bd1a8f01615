import { DecodeError } from "../decode-error";
import type { Charset, OctetText } from "../octet-text";

/** So far a NUL is looked for octet by octet; native code, which looks further, costs a fixed price. */
const LOOP_LENGTH_MAX = 32;

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
    const { octets } = this.source;
    const near = Math.min(this.end, start + LOOP_LENGTH_MAX);
    for (let at = start; at < near; at += 1) if (octets[at] === 0) return at;
    const nul = octets.subarray(near, this.end).indexOf(0);
    return nul < 0 ? this.end : near + nul;
  }

  /** Throws STRING_TABLE_RANGE, BAD_TEXT. */
  text(index: number, offset: number, charset: Charset): string {
    const start = this.startOf(index, offset);
    return this.source.text(start, this.endOf(start), charset);
  }
}
