import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** The browser's own digest wants the whole file in memory; this reads it piece by piece and leaves time for the page. */
const PIECE_OCTETS = 4_194_304;

/**
 * SHA-256 of a file, in lower-case hex. `onRead` is told how many octets were read so far. Throws what reading throws: a
 * DOMException where the file was changed or moved meanwhile.
 */
export async function digestOf(file: Blob, onRead: (octets: number) => void): Promise<string> {
  const digest = sha256.create();
  for (let from = 0; from < file.size; from += PIECE_OCTETS) {
    const to = Math.min(from + PIECE_OCTETS, file.size);
    digest.update(new Uint8Array(await file.slice(from, to).arrayBuffer()));
    onRead(to);
  }
  return bytesToHex(digest.digest());
}
