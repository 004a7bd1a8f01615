import { hash, timingSafeEqual } from "node:crypto";

/**
 * Whether two values are equal, in a time that says nothing about where they differ or how long they are: the SHA-256
 * of both are compared. Text stands for its UTF-8 octets.
 */
export function equalSecrets(one: Uint8Array | string, other: Uint8Array | string): boolean {
  return timingSafeEqual(hash("sha256", one, "buffer"), hash("sha256", other, "buffer"));
}
