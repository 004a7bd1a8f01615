import { createHash, type Hash } from "node:crypto";

/** Digests of parts that are coming in through this process, so that most uploads need not be read a second time. */
export interface PartDigests {
  /** The digest of the first `offset` octets of a part, to go on with; null when this process has not seen them all. */
  take(path: string, offset: number): Hash | null;
  keep(path: string, offset: number, hash: Hash): void;
  forget(path: string): void;
}

/** The oldest gives way: its part is read again at the end. */
const KEPT_MAX = 1_000;

export function createPartDigests(): PartDigests {
  const kept = new Map<string, { readonly offset: number; readonly hash: Hash }>();
  return {
    take(path, offset) {
      const found = kept.get(path);
      // Taken out, so that a second writer of the part cannot spoil it.
      kept.delete(path);
      if (offset === 0) return createHash("sha256");
      return found?.offset === offset ? found.hash : null;
    },
    keep(path, offset, hash) {
      kept.set(path, { offset, hash });
      const [oldest] = kept.keys();
      if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
    },
    forget: (path) => void kept.delete(path),
  };
}
