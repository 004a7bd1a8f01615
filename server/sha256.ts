import { hash } from "node:crypto";

/** SHA-256. By way of a text: octets that `hash` answers itself have memory of their own each, which costs more than they do. */
export function sha256(octets: Uint8Array | string): Buffer {
  return Buffer.from(hash("sha256", octets, "base64"), "base64");
}
