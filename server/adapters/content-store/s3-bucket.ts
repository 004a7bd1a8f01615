import { posix } from "node:path";
import type { Readable } from "node:stream";
import type * as S3 from "@aws-sdk/client-s3";
import { StoreError } from "./content-store";

export interface BucketSettings {
  readonly bucket: string;
  /** null: AWS itself, in `region`. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface BucketEntry {
  readonly key: string;
  readonly octets: number;
  readonly writtenAt: Date;
}

/** A bucket of a service that speaks the S3 API. All throw StoreError NO_SPACE, and else what the client throws. */
export interface Bucket {
  put(key: string, octets: Uint8Array): Promise<void>;
  /** null: there is none. */
  size(key: string): Promise<number | null>;
  /** The octets from `from` up to `toExclusive` (more than `from`), or to the end. Throws StoreError MISSING. */
  open(key: string, from: number, toExclusive: number): Promise<Readable>;
  /** Not being there is no error. */
  remove(key: string): Promise<void>;
  /** What is there, by its key, in the order of keys. */
  list(prefix: string): AsyncIterable<BucketEntry>;
  /** One object of several, in their order, without their octets coming here; all but the last have 5 MiB at least. */
  join(keys: readonly string[], to: string): Promise<void>;
}

/** The bucket as the client is told of it. `sdk` is loaded when it is needed: it is large, and most keep contents on disk. */
interface Place {
  readonly sdk: typeof S3;
  readonly client: S3.S3Client;
  readonly Bucket: string;
}

const CONNECT_MS = 5_000;
/** Until an answer begins, and between two pieces of it. */
const SILENCE_MS = 60_000;
const ATTEMPTS = 3;
/** Each device that downloads holds one. */
const SOCKETS_MAX = 2_000;
const COPIES_AT_ONCE = 4;
const NO_SPACE_STATUS = 507;
const NO_SPACE_CODES: ReadonlySet<string> = new Set([
  "QuotaExceeded",
  "QuotaExceededException",
  "InsufficientCapacity",
  "XMinioStorageFull",
]);

/** Asks once whether the bucket may be read. Throws what the client throws. */
export async function openBucket(settings: BucketSettings): Promise<Bucket> {
  const sdk = await import("@aws-sdk/client-s3");
  const client = clientOf(sdk, settings);
  const bucket = { Bucket: settings.bucket };
  const place = { sdk, client, ...bucket };
  await client.send(new sdk.ListObjectsV2Command({ ...bucket, MaxKeys: 1 }));
  return {
    put: (key, octets) => withRoom(client.send(new sdk.PutObjectCommand({ ...bucket, Key: key, Body: octets }))),
    async size(key) {
      const head = await orMissing(client.send(new sdk.HeadObjectCommand({ ...bucket, Key: key })));
      return head?.ContentLength ?? null;
    },
    async open(key, from, toExclusive) {
      const Range = `bytes=${from}-${Math.max(from, toExclusive - 1)}`;
      const found = await orMissing(client.send(new sdk.GetObjectCommand({ ...bucket, Key: key, Range })));
      if (!found?.Body) throw new StoreError("MISSING", "There is no such file in the content store.");
      // In Node it is the answer of node:http.
      return found.Body as Readable;
    },
    remove: async (key) => void (await client.send(new sdk.DeleteObjectCommand({ ...bucket, Key: key }))),
    list: (prefix) => list(place, prefix),
    join: (keys, to) => withRoom(join(place, keys, to)),
  };
}

function clientOf(sdk: typeof S3, { endpoint, region, accessKeyId, secretAccessKey }: BucketSettings): S3.S3Client {
  return new sdk.S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    // Services other than AWS rarely have a name for each bucket.
    ...(endpoint !== null && { endpoint, forcePathStyle: true }),
    maxAttempts: ATTEMPTS,
    // Checksums that AWS introduced later, which other services refuse; the signature covers the octets.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: SILENCE_MS,
      throwOnRequestTimeout: true,
      socketTimeout: SILENCE_MS,
      httpAgent: { maxSockets: SOCKETS_MAX, keepAlive: true },
      httpsAgent: { maxSockets: SOCKETS_MAX, keepAlive: true },
    },
  });
}

async function* list({ sdk, client, Bucket }: Place, Prefix: string): AsyncGenerator<BucketEntry> {
  for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket, Prefix })) {
    for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
      if (Key !== undefined && LastModified) yield { key: Key, octets: Size, writtenAt: LastModified };
    }
  }
}

async function join(place: Place, keys: readonly string[], Key: string): Promise<void> {
  const { sdk, client, Bucket } = place;
  const sources = keys.map((key) => posix.join(Bucket, key));
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) {
    await client.send(new sdk.CopyObjectCommand({ Bucket, Key, CopySource: only }));
    return;
  }
  await dropUnfinished(place, Key);
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key }));
  const upload = { Bucket, Key, UploadId };
  try {
    const Parts = await copyAll(place, upload, sources);
    await client.send(new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  } catch (error) {
    // The first error is what went wrong; whoever joins the same again drops what is left over.
    await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => {});
    throw error;
  }
}

/** What a process left over that died while it joined the same; it would be paid for and seen by nobody. */
async function dropUnfinished({ sdk, client, Bucket }: Place, Key: string): Promise<void> {
  const { Uploads = [] } = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
  for (const { UploadId } of Uploads) {
    await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
}

async function copyAll(
  { sdk, client }: Place,
  upload: { readonly Bucket: string; readonly Key: string; readonly UploadId: string | undefined },
  sources: readonly string[],
): Promise<S3.CompletedPart[]> {
  const parts: S3.CompletedPart[] = [];
  for (let first = 0; first < sources.length; first += COPIES_AT_ONCE) {
    const some = sources.slice(first, first + COPIES_AT_ONCE).map(async (CopySource, at) => {
      const PartNumber = first + at + 1;
      const copied = await client.send(new sdk.UploadPartCopyCommand({ ...upload, PartNumber, CopySource }));
      return { PartNumber, ETag: copied.CopyPartResult?.ETag };
    });
    // None may still be under way when the upload is given up: what it copied would stay.
    await Promise.allSettled(some);
    parts.push(...(await Promise.all(some)));
  }
  return parts;
}

async function withRoom(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isAnswer(error)) throw error;
    const isFull = error.$metadata.httpStatusCode === NO_SPACE_STATUS || NO_SPACE_CODES.has(error.name);
    throw isFull ? new StoreError("NO_SPACE", "The content store is full.") : error;
  }
}

async function orMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isAnswer(error) && ["NoSuchKey", "NotFound"].includes(error.name)) return null;
    throw error;
  }
}

/** An error that the service answered, or the client made of an answer. */
function isAnswer(error: unknown): error is S3.S3ServiceException {
  return error instanceof Error && "$metadata" in error;
}
