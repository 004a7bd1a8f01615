import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type ApiServer, tokenOf } from "../api";

/** Seconds that it takes to have a file taken in over HTTP: written, digested, safe on the disk. */
export async function ingest(server: ApiServer, file: string, octets: number, sha256: string): Promise<number> {
  const apiUrl = `http://127.0.0.1:${server.port}/api/v1`;
  const token = await tokenOf(apiUrl, server);
  const answer = await fetch(`${apiUrl}/contents`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "bench.bin", kind: "software", size: octets, sha256 }),
  });
  const content = (await answer.json()) as { readonly upload?: { readonly url: string } };
  if (!content.upload) throw new Error(`No upload: ${answer.status} ${JSON.stringify(content)}`);
  const startedAt = performance.now();
  const outgoing = request(new URL(content.upload.url, apiUrl), {
    method: "PATCH",
    headers: {
      "tus-resumable": "1.0.0",
      "upload-offset": "0",
      "content-type": "application/offset+octet-stream",
      "content-length": octets,
    },
  });
  const answered = once(outgoing, "response");
  await pipeline(createReadStream(file, { highWaterMark: 262_144 }), outgoing);
  const [response] = await answered;
  response.resume();
  if (response.statusCode !== 204) throw new Error(`The upload was answered ${response.statusCode}.`);
  return (performance.now() - startedAt) / 1_000;
}

/** Seconds of `tee FILE | sha256sum` over the same file, until what it wrote is safe. */
export async function teeAndDigest(file: string, directory: string): Promise<number> {
  const copy = join(directory, "tee.copy");
  const startedAt = performance.now();
  const child = spawn("sh", ["-c", 'tee "$1" < "$0" | sha256sum > /dev/null && sync "$1"', file, copy]);
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`tee ended with ${code}.`);
  const seconds = (performance.now() - startedAt) / 1_000;
  await rm(copy, { force: true });
  return seconds;
}

export async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}
