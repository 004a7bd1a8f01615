import { createHash, randomUUID } from "node:crypto";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writePackageHeader } from "../../simulator";
import { openS3Store } from "../adapters/content-store/s3-store";
import { ask, type RestClient, type RestServer, startRestServer } from "../api/rest/testing/rest-server";
import { FLEET_START_MS_MAX, type FleetBed, openFleetBed } from "./fleet-bed";
import { findViolations } from "./invariants";
import { type SwiftLab, startSwift } from "./swift-lab";

/** A phone and a router. */
const DEVICES = 2;
const VERSION = "Release-5";
/** More than one piece of a multipart upload to the bucket. */
const PACKAGE_OCTETS = 9_000_000;
const READY_MS_MAX = 30_000;
const LOOK_MS = 100;
const PREFIX = "dmwsi/contents";

let swift: SwiftLab;
let bed: FleetBed;
let api: RestServer;
let client: RestClient;

beforeAll(async () => {
  swift = await startSwift();
  const { endpoint, close: _, ...credentials } = swift;
  const bucket = `b-${randomUUID()}`;
  const s3 = new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  bed = await openFleetBed({
    devices: DEVICES,
    seed: "contents-in-bucket",
    polite: true,
    updateFaults: { cutDownload: 1 },
    settings: {
      CONTENT_STORE: "s3",
      CONTENT_SIGNATURES: "none",
      CONTENT_S3_BUCKET: bucket,
      CONTENT_S3_ENDPOINT: endpoint,
      CONTENT_S3_PREFIX: PREFIX,
      CONTENT_S3_ACCESS_KEY_ID: credentials.accessKeyId,
      CONTENT_S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  const contents = await openS3Store({ bucket, endpoint, region: "us-east-1", prefix: PREFIX, ...credentials });
  api = await startRestServer({ test: bed.test, contents });
  client = await api.client([
    "contents:read",
    "contents:write",
    "devices:read",
    "operations:write",
    "operations:firmware",
  ]);
}, FLEET_START_MS_MAX + 90_000);
afterAll(async () => {
  await api?.close();
  await bed?.close();
  await swift?.close();
});

/** Sends octets by tus in two requests; answers the content's id. */
async function upload(octets: Buffer): Promise<string> {
  const sha256 = createHash("sha256").update(octets).digest("hex");
  const facts = { name: "r5.bin", kind: "firmware", version: VERSION };
  const { json } = await client.post("/contents", { ...facts, size: octets.length, sha256 });
  const url = new URL(json.upload.url, api.url).href;
  const half = Math.floor(octets.length / 2);
  for (const [from, to] of [
    [0, half],
    [half, octets.length],
  ] as const) {
    const headers = { "Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream" };
    const body = Buffer.from(octets.subarray(from, to));
    const sent = await ask(url, { method: "PATCH", headers: { ...headers, "Upload-Offset": String(from) }, body });
    expect([sent.status, sent.headers.get("upload-offset")]).toEqual([204, String(to)]);
  }
  return json.id;
}

async function untilChecked(id: string): Promise<unknown> {
  for (let waited = 0; waited < READY_MS_MAX; waited += LOOK_MS) {
    const { json } = await client.get(`/contents/${id}`);
    if (json.state !== "uploading" && json.state !== "verifying") return json;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`${id} was not checked within ${READY_MS_MAX / 1_000} s.`);
}

it("a package that is uploaded into a bucket is checked there, and devices get it from there, also after a cut", async () => {
  const header = writePackageHeader({ version: VERSION });
  const octets = Buffer.concat([header, Buffer.alloc(PACKAGE_OCTETS, "firmware in a bucket ")]);
  const id = await upload(octets);
  expect(await untilChecked(id)).toMatchObject({ state: "ready", size: octets.length });

  const operation = await bed.run.startOnAll("firmware.update", { content: id, flow: "downloadAndUpdate" });
  await bed.run.untilAllEnded(90);
  for (const { devId } of bed.run.devices) {
    const task = await bed.taskOn(devId, operation);
    expect(task).toMatchObject({
      state: "succeeded",
      outcome: "verified",
      result: { code: 200, seenVersion: VERSION },
    });
    // The descriptor leads to the package, which is asked for again from where the connection was lost.
    const [download] = task.downloads;
    expect(download).toMatchObject({ reached: octets.length, report: { code: 900 } });
    expect(download?.requests).toBeGreaterThan(1);
    expect(download?.sent).toBeLessThan(2 * octets.length);
  }
  expect(await findViolations(bed.test.sql)).toEqual([]);
}, 150_000);
