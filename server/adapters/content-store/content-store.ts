import type { Readable } from "node:stream";

/**
 * Where the octets of contents are. A file is named by its SHA-256 (64 lower-case hex digits) and never changes; what
 * is still coming in is a part, named by the uuid of its content. No name that a caller gave ever becomes a path.
 */
export interface ContentStore {
  /**
   * Takes in what `octets` gives at `offset` of a part, which is made when it is not there; what was behind the offset
   * is written over. Memory is bounded, the sender is slowed down to the speed of the store. `onProgress` is told the end of what is
   * safe there, now and then and once at the end.
   *
   * Throws StoreError TOO_LONG when there are more than `octetsMax` (those before it are kept), OFFSET when the part
   * is shorter than `offset`, NO_SPACE, and what `octets` throws.
   */
  append(part: string, octets: AsyncIterable<Uint8Array>, options: AppendOptions): Promise<AppendResult>;
  /** Octets of a part; null when there is none, or one of which nothing has come yet. */
  partSize(part: string): Promise<number | null>;
  /** Reads a part that is whole. */
  openPart(part: string): Promise<Readable>;
  /**
   * Makes a part a file: safe for good, and then under its name. A part that is gone while its file is there was
   * committed before. `sha256` is believed: check it first.
   *
   * Throws StoreError MISSING.
   */
  commit(part: string, sha256: string): Promise<void>;
  dropPart(part: string): Promise<void>;
  /** Octets of a file; null when there is none. */
  size(sha256: string): Promise<number | null>;
  /** The octets from `from` up to `toExclusive`. Throws StoreError MISSING. */
  open(sha256: string, from: number, toExclusive: number): Promise<Readable>;
  /** The same in memory, at most `octets` of them; fewer at the file's end. Throws StoreError MISSING. */
  read(sha256: string, from: number, octets: number): Promise<Uint8Array>;
  remove(sha256: string): Promise<void>;
  /** SHA-256 of what is there now, in hex; null when there is no such file. */
  digest(sha256: string): Promise<string | null>;
  /** Files and parts that were last written before `before`, some thousand at most. */
  listOlderThan(before: Date): Promise<{ readonly files: readonly string[]; readonly parts: readonly string[] }>;
  /** Octets of all files and parts. */
  usedOctets(): Promise<number>;
}

export interface AppendOptions {
  readonly offset: number;
  /** Of this call. */
  readonly octetsMax: number;
  onProgress?(safeUpTo: number): Promise<void>;
}

export interface AppendResult {
  /** The part's length now; all of it is safe. */
  readonly size: number;
  /** SHA-256 in hex of the whole part, where this process saw all of it pass; null: read it again. */
  readonly sha256: string | null;
}

export type StoreErrorCode = "TOO_LONG" | "OFFSET" | "NO_SPACE" | "MISSING";

/** What a store cannot do. Told apart by `code`. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.name = "StoreError";
    this.code = code;
  }
}

/** The store error in `error`, or null. */
export function asStoreError(error: unknown): StoreError | null {
  return error instanceof Error && error.name === "StoreError" ? (error as StoreError) : null;
}
