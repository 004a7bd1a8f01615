import { createHash } from "node:crypto";
import { closeSync, constants, createReadStream, open as openFileDescriptor } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { type AppendOptions, type AppendResult, type ContentStore, StoreError } from "./content-store";
import { createPartDigests, type PartDigests } from "./part-digests";
import { type StorePaths, storePaths } from "./store-paths";

/** After so many octets what came in is made safe and told of. */
const CHECKPOINT_OCTETS = 67_108_864;
const STREAM_CHUNK_OCTETS = 262_144;
/** Hundreds of devices read at once, each holding some of these in memory. */
const SERVED_CHUNK_OCTETS = 65_536;
const LISTED_MAX = 5_000;
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** A content store in a directory, which processes on one machine, or with one file system, share. Makes it if need be. */
export async function openDiskStore(root: string): Promise<ContentStore> {
  const paths = storePaths(root);
  await mkdir(paths.files, { recursive: true, mode: PRIVATE_FOLDER });
  await mkdir(paths.parts, { recursive: true, mode: PRIVATE_FOLDER });
  const digests = createPartDigests();
  return {
    append: (part, octets, options) => append(paths.partOf(part), octets, options, digests),
    partSize: (part) => sizeOf(paths.partOf(part)),
    openPart: async (part) => readFrom(paths.partOf(part), 0, Number.MAX_SAFE_INTEGER, STREAM_CHUNK_OCTETS),
    commit: (part, sha256) => commit(paths, part, sha256),
    async dropPart(part) {
      digests.forget(paths.partOf(part));
      await rm(paths.partOf(part), { force: true });
    },
    size: (sha256) => sizeOf(paths.fileOf(sha256)),
    open: async (sha256, from, toExclusive) => readFrom(paths.fileOf(sha256), from, toExclusive, SERVED_CHUNK_OCTETS),
    read: (sha256, from, octets) => readSome(paths.fileOf(sha256), from, octets),
    remove: (sha256) => rm(paths.fileOf(sha256), { force: true }),
    digest: (sha256) => digestOf(paths.fileOf(sha256)),
    listOlderThan: (before) => listOlderThan(paths, before),
    usedOctets: () => usedOctets(paths),
  };
}

async function append(
  path: string,
  octets: AsyncIterable<Uint8Array>,
  { offset, octetsMax, onProgress }: AppendOptions,
  digests: PartDigests,
): Promise<AppendResult> {
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT, PRIVATE_FILE);
  try {
    const before = (await handle.stat()).size;
    if (before < offset) throw new StoreError("OFFSET", `The part has ${before} octets, not ${offset}.`);
    await handle.truncate(offset);
    const hash = digests.take(path, offset);
    let end = offset;
    let safe = offset;
    let hashed = offset;
    const makeSafe = async () => {
      await handle.datasync();
      safe = end;
      await onProgress?.(end);
    };
    try {
      for await (const chunk of octets) {
        const fitting = chunk.subarray(0, offset + octetsMax - end);
        const written = writeAll(handle, fitting, end);
        // While the disk is busy.
        hash?.update(fitting);
        hashed += fitting.length;
        await written;
        end += fitting.length;
        if (fitting.length < chunk.length)
          throw new StoreError("TOO_LONG", "There are more octets than were announced.");
        if (end - safe >= CHECKPOINT_OCTETS) await makeSafe();
      }
    } finally {
      // What came before a sender went away is kept, so that it goes on from there.
      if (end > safe) await makeSafe();
      // Octets that were not written are in no digest.
      if (hash && hashed === end) digests.keep(path, end, hash);
    }
    return { size: end, sha256: hash?.copy().digest("hex") ?? null };
  } catch (error) {
    throw isNoSpace(error) ? new StoreError("NO_SPACE", "The content store is full.") : error;
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, octets: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < octets.length; ) {
    const { bytesWritten } = await handle.write(octets, done, octets.length - done, position + done);
    done += bytesWritten;
  }
}

/** The name appears when the octets are safe, and is safe itself when this ends. */
async function commit(paths: StorePaths, part: string, sha256: string): Promise<void> {
  const from = paths.partOf(part);
  const to = paths.fileOf(sha256);
  await mkdir(dirname(to), { recursive: true, mode: PRIVATE_FOLDER });
  if ((await sizeOf(from)) === null) {
    if ((await sizeOf(to)) === null) throw new StoreError("MISSING", "There is no such part.");
  } else {
    await synchronise(from);
    await rename(from, to);
  }
  await synchronise(dirname(to));
  await synchronise(paths.files);
}

async function synchronise(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isNotThere(error)) return null;
    throw error;
  }
}

/**
 * Opened before it is handed out, so that a file that is not there is an error of the call, not of the stream. By the bare
 * descriptor: a stream over a FileHandle is slower.
 */
async function readFrom(path: string, from: number, toExclusive: number, highWaterMark: number): Promise<Readable> {
  const descriptor = await openDescriptor(path);
  if (toExclusive > from) {
    return createReadStream(path, { fd: descriptor, start: from, end: toExclusive - 1, highWaterMark });
  }
  closeSync(descriptor);
  return Readable.from([]);
}

function openDescriptor(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    openFileDescriptor(path, constants.O_RDONLY, (error, descriptor) => {
      if (error) reject(missingOr(error));
      else resolve(descriptor);
    });
  });
}

async function readSome(path: string, from: number, octets: number): Promise<Uint8Array> {
  const handle = await openFile(path);
  try {
    const buffer = Buffer.allocUnsafe(octets);
    let done = 0;
    while (done < octets) {
      const { bytesRead } = await handle.read(buffer, done, octets - done, from + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return buffer.subarray(0, done);
  } finally {
    await handle.close();
  }
}

async function digestOf(path: string): Promise<string | null> {
  if ((await sizeOf(path)) === null) return null;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: STREAM_CHUNK_OCTETS })) hash.update(chunk);
  return hash.digest("hex");
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY);
  } catch (error) {
    throw missingOr(error);
  }
}

function missingOr(error: unknown): unknown {
  return isNotThere(error) ? new StoreError("MISSING", "There is no such file in the content store.") : error;
}

async function listOlderThan(paths: StorePaths, before: Date) {
  const files: string[] = [];
  for (const folder of await readdir(paths.files)) {
    if (files.length >= LISTED_MAX) break;
    files.push(...(await namesOlderThan(join(paths.files, folder), before)));
  }
  return { files, parts: await namesOlderThan(paths.parts, before) };
}

async function namesOlderThan(folder: string, before: Date): Promise<string[]> {
  const old: string[] = [];
  for (const name of (await readdir(folder)).slice(0, LISTED_MAX)) {
    const facts = await stat(join(folder, name)).catch(() => null);
    if (facts !== null && facts.mtime < before) old.push(name);
  }
  return old;
}

async function usedOctets(paths: StorePaths): Promise<number> {
  const folders = [...(await readdir(paths.files)).map((folder) => join(paths.files, folder)), paths.parts];
  let octets = 0;
  for (const folder of folders) {
    for (const name of await readdir(folder)) octets += (await sizeOf(join(folder, name))) ?? 0;
  }
  return octets;
}

function isNotThere(error: unknown): boolean {
  return codeOf(error) === "ENOENT";
}

function isNoSpace(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
