/** Short texts are written character by character, longer ones by native code, which costs a fixed price. */
const LOOP_LENGTH_MAX = 16;
const UTF8_OCTETS_PER_UNIT_MAX = 3;
const MULTI_BYTE_OCTETS_MAX = 5;

/** Octets that grow at the end. */
export class OctetWriter {
  private octets: Buffer;
  length = 0;

  constructor(capacityOctets: number) {
    this.octets = Buffer.allocUnsafe(capacityOctets);
  }

  u8(octet: number): void {
    if (this.length === this.octets.length) this.reserve(1);
    this.octets[this.length] = octet;
    this.length += 1;
  }

  /** mb_u_int32 [WBXML 1.3 5.1]. Shape: an integer from 0 to 2^32 - 1. */
  multiByteUint(value: number): void {
    this.reserve(MULTI_BYTE_OCTETS_MAX);
    let groups = 1;
    for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) groups += 1;
    for (let group = groups - 1; group > 0; group -= 1) this.u8(0x80 | (Math.floor(value / 128 ** group) & 0x7f));
    this.u8(value & 0x7f);
  }

  append(octets: Uint8Array): void {
    this.appendRange(octets, 0, octets.length);
  }

  /** Appends what `source` holds from `start` up to `end`. */
  appendRange(source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.reserve(length);
    const { octets } = this;
    if (length > LOOP_LENGTH_MAX) octets.set(source.subarray(start, end), this.length);
    else for (let at = 0; at < length; at += 1) octets[this.length + at] = source[start + at] as number;
    this.length += length;
  }

  utf8(text: string): void {
    this.reserve(text.length * UTF8_OCTETS_PER_UNIT_MAX);
    this.length += this.octets.write(text, this.length, "utf8");
  }

  /** Writes a text and a NUL behind it. Answers false, with nothing written, where the text itself holds a NUL. */
  terminatedUtf8(text: string): boolean {
    this.reserve(text.length * UTF8_OCTETS_PER_UNIT_MAX + 1);
    const { octets } = this;
    let position = this.length;
    if (text.length <= LOOP_LENGTH_MAX) {
      let index = 0;
      for (; index < text.length; index += 1) {
        const unit = text.charCodeAt(index);
        if (unit >= 0x80 || unit === 0) break;
        octets[position] = unit;
        position += 1;
      }
      if (index === text.length) {
        octets[position] = 0;
        this.length = position + 1;
        return true;
      }
    }
    if (text.includes("\0")) return false;
    position = this.length + octets.write(text, this.length, "utf8");
    octets[position] = 0;
    this.length = position + 1;
    return true;
  }

  /** Puts the length of what was written since `start` in front of it, as mb_u_int32. */
  insertLength(start: number): void {
    const end = this.length;
    this.multiByteUint(end - start);
    const prefix = Uint8Array.from(this.octets.subarray(end, this.length));
    this.octets.copyWithin(start + prefix.length, start, end);
    this.octets.set(prefix, start);
  }

  /** The octets written so far. They are the writer's own and change with the next write. */
  view(): Buffer {
    return this.octets.subarray(0, this.length);
  }

  /** A copy of the octets written so far. */
  take(): Uint8Array {
    const copy = Buffer.from(this.view());
    return new Uint8Array(copy.buffer, copy.byteOffset, copy.length);
  }

  /** Starts again from nothing, and gives memory back where more than `keepOctetsMax` was needed. */
  reset(keepOctetsMax: number): void {
    this.length = 0;
    if (this.octets.length > keepOctetsMax) this.octets = Buffer.allocUnsafe(keepOctetsMax);
  }

  private reserve(octets: number): void {
    const needed = this.length + octets;
    if (needed <= this.octets.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.octets.length * 2));
    grown.set(this.view());
    this.octets = grown;
  }
}
