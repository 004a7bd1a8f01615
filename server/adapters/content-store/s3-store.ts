import { createHash } from "node:crypto";
import { posix } from "node:path";
import { Readable } from "node:stream";
import { type AppendOptions, type AppendResult, type ContentStore, StoreError } from "./content-store";
import { createPartDigests, type PartDigests } from "./part-digests";
import { type Bucket, type BucketSettings, openBucket } from "./s3-bucket";
import { beginningBefore, octetsIn, readSegments, readSome, SegmentWriter, segmentsOf } from "./segments";
import { type StorePaths, storePaths } from "./store-paths";

export interface S3StoreSettings extends BucketSettings {
  /** What all keys begin with; "" for none. */
  readonly prefix: string;
}

const LISTED_MAX = 5_000;

/**
 * A content store in a bucket, which processes on any machines share. Throws what the S3 client throws when the bucket
 * cannot be read.
 */
export async function openS3Store(settings: S3StoreSettings): Promise<ContentStore> {
  const bucket = await openBucket(settings);
  const paths = storePaths(settings.prefix, posix.join);
  const digests = createPartDigests();
  return {
    append: async (part, octets, options) => append(bucket, paths.partOf(part), octets, options, digests),
    async partSize(part) {
      return octetsIn(await segmentsOf(bucket, paths.partOf(part))) || null;
    },
    openPart: async (part) => openPart(bucket, paths.partOf(part)),
    commit: (part, sha256) => commit(bucket, paths, part, sha256),
    async dropPart(part) {
      digests.forget(paths.partOf(part));
      await removeAll(bucket, paths.partOf(part));
    },
    size: async (sha256) => bucket.size(paths.fileOf(sha256)),
    open: async (sha256, from, toExclusive) => open(bucket, paths.fileOf(sha256), from, toExclusive),
    read: async (sha256, from, octets) => readSome(bucket, paths.fileOf(sha256), from, octets),
    remove: async (sha256) => bucket.remove(paths.fileOf(sha256)),
    digest: async (sha256) => digestOf(bucket, paths.fileOf(sha256)),
    listOlderThan: (before) => listOlderThan(bucket, paths, before),
    usedOctets: () => usedOctets(bucket, paths),
  };
}

async function append(
  bucket: Bucket,
  part: string,
  octets: AsyncIterable<Uint8Array>,
  { offset, octetsMax, onProgress }: AppendOptions,
  digests: PartDigests,
): Promise<AppendResult> {
  const segments = await segmentsOf(bucket, part);
  const before = octetsIn(segments);
  if (before < offset) throw new StoreError("OFFSET", `The part has ${before} octets, not ${offset}.`);
  const begun = await beginningBefore(bucket, part, offset);
  const hash = digests.take(part, offset);
  await removeFrom(bucket, segments, offset);
  const writer = new SegmentWriter(bucket, part, offset, begun, async (end) => onProgress?.(end));
  let end = offset;
  try {
    for await (const chunk of octets) {
      const fitting = chunk.subarray(0, offset + octetsMax - end);
      hash?.update(fitting);
      await writer.write(fitting);
      end += fitting.length;
      if (fitting.length < chunk.length) throw new StoreError("TOO_LONG", "There are more octets than were announced.");
    }
  } finally {
    // What came before a sender went away is kept, so that it goes on from there.
    await writer.end();
    if (hash) digests.keep(part, end, hash);
  }
  return { size: end, sha256: hash?.copy().digest("hex") ?? null };
}

/** Segments that begin at `offset` or behind it, the last one first, so that there is never a gap. */
async function removeFrom(
  bucket: Bucket,
  segments: Awaited<ReturnType<typeof segmentsOf>>,
  offset: number,
): Promise<void> {
  let end = octetsIn(segments);
  for (const { key, octets } of segments.toReversed()) {
    end -= octets;
    if (end < offset) return;
    await bucket.remove(key);
  }
}

async function openPart(bucket: Bucket, part: string): Promise<Readable> {
  const segments = await segmentsOf(bucket, part);
  if (segments.length === 0) throw new StoreError("MISSING", "There is no such part in the content store.");
  return readSegments(bucket, segments);
}

/** The file appears whole, and then the part goes. */
async function commit(bucket: Bucket, paths: StorePaths, part: string, sha256: string): Promise<void> {
  const from = paths.partOf(part);
  const to = paths.fileOf(sha256);
  const segments = await segmentsOf(bucket, from);
  if (segments.length > 0) {
    const keys = segments.map(({ key }) => key);
    await bucket.join(keys, to);
    await removeAll(bucket, from);
  } else if ((await bucket.size(to)) === null) {
    throw new StoreError("MISSING", "There is no such part.");
  }
}

async function removeAll(bucket: Bucket, part: string): Promise<void> {
  const keys: string[] = [];
  for await (const { key } of bucket.list(`${part}/`)) keys.push(key);
  for (const key of keys.toReversed()) await bucket.remove(key);
}

async function open(bucket: Bucket, key: string, from: number, toExclusive: number): Promise<Readable> {
  if (toExclusive > from) return bucket.open(key, from, toExclusive);
  if ((await bucket.size(key)) === null) throw new StoreError("MISSING", "There is no such file in the content store.");
  return Readable.from([]);
}

async function digestOf(bucket: Bucket, key: string): Promise<string | null> {
  const size = await bucket.size(key);
  if (size === null) return null;
  const hash = createHash("sha256");
  for await (const chunk of await open(bucket, key, 0, size)) hash.update(chunk);
  return hash.digest("hex");
}

async function listOlderThan(bucket: Bucket, paths: StorePaths, before: Date) {
  const files: string[] = [];
  for await (const { key, writtenAt } of bucket.list(`${paths.files}/`)) {
    if (files.length >= LISTED_MAX) break;
    if (writtenAt < before) files.push(posix.basename(key));
  }
  const newest = new Map<string, Date>();
  for await (const { key, writtenAt } of bucket.list(`${paths.parts}/`)) {
    const part = posix.basename(posix.dirname(key));
    const known = newest.get(part);
    if (newest.size >= LISTED_MAX && !known) break;
    if (!known || known < writtenAt) newest.set(part, writtenAt);
  }
  return { files, parts: [...newest].flatMap(([part, writtenAt]) => (writtenAt < before ? [part] : [])) };
}

async function usedOctets(bucket: Bucket, paths: StorePaths): Promise<number> {
  let sum = 0;
  for (const folder of [paths.files, paths.parts]) {
    for await (const { octets } of bucket.list(`${folder}/`)) sum += octets;
  }
  return sum;
}
