import { join as joinPath } from "node:path";

const SHA256 = /^[0-9a-f]{64}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where things are below the store's root. */
export interface StorePaths {
  readonly files: string;
  readonly parts: string;
  /** Throws RangeError for anything but 64 lower-case hex digits. */
  fileOf(sha256: string): string;
  /** Throws RangeError for anything but a uuid in small letters. */
  partOf(part: string): string;
}

/**
 * Files are spread over 256 folders by the first two digits of their digest, so that no folder grows without end. `join`
 * puts names together as what keeps them does.
 */
export function storePaths(root: string, join: (...names: string[]) => string = joinPath): StorePaths {
  const files = join(root, "files");
  const parts = join(root, "parts");
  return {
    files,
    parts,
    fileOf(sha256) {
      if (!SHA256.test(sha256)) throw new RangeError("A file is named by its SHA-256.");
      return join(files, sha256.slice(0, 2), sha256);
    },
    partOf(part) {
      if (!UUID.test(part)) throw new RangeError("A part is named by a uuid.");
      return join(parts, part);
    },
  };
}
