import { posix } from "node:path";
import { Readable } from "node:stream";
import { StoreError } from "./content-store";
import type { Bucket } from "./s3-bucket";

/** Objects of a bucket never grow, so a part is kept as several: all but the last have as many octets. */
export const SEGMENT_OCTETS = 8_388_608;
const INDEX_DIGITS = 6;

export interface Segment {
  readonly key: string;
  readonly octets: number;
}

/** Where the segment of a part is. `part`: the part's own key. */
export function segmentKey(part: string, index: number): string {
  return posix.join(part, String(index).padStart(INDEX_DIGITS, "0"));
}

/** The segments of a part from its beginning on, up to the first that is not followed without a gap. */
export async function segmentsOf(bucket: Bucket, part: string): Promise<readonly Segment[]> {
  const segments: Segment[] = [];
  for await (const { key, octets } of bucket.list(`${part}/`)) {
    if (key !== segmentKey(part, segments.length)) break;
    segments.push({ key, octets });
    if (octets !== SEGMENT_OCTETS) break;
  }
  return segments;
}

export function octetsIn(segments: readonly Segment[]): number {
  return segments.reduce((sum, { octets }) => sum + octets, 0);
}

/** Their octets one after the other, each opened when it is its turn. */
export function readSegments(bucket: Bucket, segments: readonly Segment[]): Readable {
  return Readable.from(chunksOf(bucket, segments), { objectMode: false });
}

async function* chunksOf(bucket: Bucket, segments: readonly Segment[]): AsyncGenerator<Uint8Array> {
  for (const { key, octets } of segments) yield* (await bucket.open(key, 0, octets)) as AsyncIterable<Uint8Array>;
}

/**
 * Writes a part from `offset` on, segment by segment: one goes out while the next one is filled, so two are in memory.
 * `onSafe` is told the end of what is safe, after each.
 */
export class SegmentWriter {
  #filling: Buffer = Buffer.allocUnsafeSlow(SEGMENT_OCTETS);
  #spare: Buffer | null = null;
  #filled = 0;
  #index: number;
  #underWay: Promise<void> = Promise.resolve();

  /** `begun`: what the segment that `offset` is in has before it. */
  constructor(
    private readonly bucket: Bucket,
    private readonly part: string,
    offset: number,
    begun: Uint8Array,
    private readonly onSafe: (end: number) => Promise<void>,
  ) {
    this.#index = Math.floor(offset / SEGMENT_OCTETS);
    this.#filling.set(begun);
    this.#filled = begun.length;
  }

  async write(octets: Uint8Array): Promise<void> {
    for (let done = 0; done < octets.length; ) {
      const some = octets.subarray(done, done + SEGMENT_OCTETS - this.#filled);
      this.#filling.set(some, this.#filled);
      this.#filled += some.length;
      done += some.length;
      if (this.#filled === SEGMENT_OCTETS) await this.#send();
    }
  }

  /** Makes safe what is not yet. */
  async end(): Promise<void> {
    if (this.#filled > 0) await this.#send();
    await this.#underWay;
  }

  async #send(): Promise<void> {
    await this.#underWay;
    const index = this.#index;
    const octets = this.#filling.subarray(0, this.#filled);
    this.#index += 1;
    this.#filling = this.#spare ?? Buffer.allocUnsafeSlow(SEGMENT_OCTETS);
    this.#spare = null;
    this.#filled = 0;
    this.#underWay = this.#put(index, octets);
    // Whoever awaits it next is told.
    this.#underWay.catch(() => {});
  }

  async #put(index: number, octets: Buffer): Promise<void> {
    await this.bucket.put(segmentKey(this.part, index), octets);
    await this.onSafe(index * SEGMENT_OCTETS + octets.length);
    if (octets.length === SEGMENT_OCTETS) this.#spare = octets;
  }
}

/** The octets of a part that stand before `offset` in the segment that it is in. Throws StoreError MISSING. */
export async function beginningBefore(bucket: Bucket, part: string, offset: number): Promise<Uint8Array> {
  const octets = offset % SEGMENT_OCTETS;
  if (octets === 0) return new Uint8Array();
  const found = await readSome(bucket, segmentKey(part, Math.floor(offset / SEGMENT_OCTETS)), 0, octets);
  if (found.length < octets) throw new StoreError("MISSING", "A segment has fewer octets than it had.");
  return found;
}

/** In memory; fewer at the end. Throws StoreError MISSING. */
export async function readSome(bucket: Bucket, key: string, from: number, octets: number): Promise<Uint8Array> {
  const size = await bucket.size(key);
  if (size === null) throw new StoreError("MISSING", "There is no such file in the content store.");
  const to = Math.min(size, from + octets);
  if (to <= from) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  for await (const chunk of await bucket.open(key, from, to)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
