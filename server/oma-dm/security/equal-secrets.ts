import { hash, timingSafeEqual } from "node:crypto";

/**
 * Whether two values are equal, in a time that says nothing about where they differ or how long they are: the SHA-256
 * of both are compared. Text stands for its UTF-8 octets.
 */
export function equalSecrets(one: Uint8Array | string, other: Uint8Array | string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}

/** By way of a text: octets that `hash` answers itself have memory of their own each, which costs more than they do. */
function sha256(value: Uint8Array | string): Buffer {
  return Buffer.from(hash("sha256", value, "base64"), "base64");
}
