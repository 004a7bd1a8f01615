import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SwiftLab, startSwift } from "../../testing/swift-lab";
import { asStoreError } from "./content-store";
import { openS3Store, type S3StoreSettings } from "./s3-store";
import { type Fault, type FaultyProxy, startFaultyProxy } from "./testing/faulty-proxy";
import { describeStore, inChunks, sha256Of, storeOctets } from "./testing/store-contract";

let swift: SwiftLab;
let client: S3Client;

beforeAll(async () => {
  swift = await startSwift();
  const { endpoint, ...credentials } = swift;
  client = new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials });
}, 90_000);
afterAll(() => swift?.close());

async function place(): Promise<S3StoreSettings> {
  const { endpoint, accessKeyId, secretAccessKey } = swift;
  const bucket = `b-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return { bucket, endpoint, region: "us-east-1", accessKeyId, secretAccessKey, prefix: "dmwsi/contents" };
}

describeStore("in a bucket", async () => {
  const settings = await place();
  return () => openS3Store(settings);
});

describe("a content store in a bucket that fails", () => {
  let proxy: FaultyProxy;
  let settings: S3StoreSettings;

  beforeEach(async () => {
    proxy = await startFaultyProxy(swift.endpoint);
    settings = { ...(await place()), endpoint: proxy.endpoint };
  });
  afterEach(() => proxy.close());

  /** The fault for the first so many requests that `which` picks. */
  const failing = (times: number, fault: Fault, which: (request: IncomingMessage) => boolean) => {
    let left = times;
    proxy.fault = (request) => {
      if (!which(request) || left === 0) return null;
      left -= 1;
      return fault;
    };
  };
  const isCopy = ({ headers }: IncomingMessage) => headers["x-amz-copy-source"] !== undefined;
  const isWrite = (request: IncomingMessage) => request.method === "PUT" && !isCopy(request);

  it("is not opened with a wrong secret, without its bucket, or where nobody listens", async () => {
    await expect(openS3Store({ ...settings, secretAccessKey: "wrong" })).rejects.toThrow();
    await expect(openS3Store({ ...settings, bucket: "none" })).rejects.toThrow();
    await proxy.close();
    await expect(openS3Store(settings)).rejects.toThrow();
  });

  it("is tried again where a write or a copy failed once", async () => {
    const store = await openS3Store(settings);
    const octets = randomBytes(9_000_000);
    failing(1, 503, isWrite);
    const part = randomUUID();
    await store.append(part, inChunks(octets), { offset: 0, octetsMax: octets.length });
    failing(1, 500, isCopy);
    await store.commit(part, sha256Of(octets));
    expect(await store.digest(sha256Of(octets))).toBe(sha256Of(octets));
  });

  it("leaves no half file and no open upload where it cannot join the pieces, and joins them later", async () => {
    const store = await openS3Store(settings);
    const octets = randomBytes(9_000_000);
    const part = randomUUID();
    await store.append(part, inChunks(octets), { offset: 0, octetsMax: octets.length });
    failing(100, 500, isCopy);
    await expect(store.commit(part, sha256Of(octets))).rejects.toThrow();
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: settings.bucket }));
    expect(Uploads).toEqual([]);
    expect(await store.size(sha256Of(octets))).toBeNull();
    proxy.fault = () => null;
    await store.commit(part, sha256Of(octets));
    expect(await store.digest(sha256Of(octets))).toBe(sha256Of(octets));
  });

  it("says that it is full, and keeps what was safe before", async () => {
    const store = await openS3Store(settings);
    const octets = randomBytes(20_000_000);
    const part = randomUUID();
    failing(100, 507, (request) => isWrite(request) && !request.url?.includes("/000000"));
    const full = store.append(part, inChunks(octets), { offset: 0, octetsMax: octets.length });
    expect(await full.catch((error: unknown) => asStoreError(error)?.code)).toBe("NO_SPACE");
    proxy.fault = () => null;
    expect(await store.partSize(part)).toBe(8_388_608);
    const rest = { offset: 8_388_608, octetsMax: octets.length };
    await store.append(part, inChunks(octets.subarray(8_388_608)), rest);
    expect((await buffer(await store.openPart(part))).equals(octets)).toBe(true);
  });

  it("ends a reading with an error where its answer is cut, and never short", async () => {
    const store = await openS3Store(settings);
    const sha256 = await storeOctets(store, randomBytes(3_000_000));
    failing(1, "cut", ({ method }) => method === "GET");
    await expect(store.open(sha256, 0, 3_000_000).then(buffer)).rejects.toThrow();
    expect((await buffer(await store.open(sha256, 0, 3_000_000))).length).toBe(3_000_000);
  });
});
