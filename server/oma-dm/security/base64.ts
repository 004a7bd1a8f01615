/**
 * Reads standard base64 with padding. Returns null for anything an encoder would not have written: other characters,
 * missing padding, stray bits. White space around the text is no part of it.
 */
export function decodeBase64(text: string): Uint8Array | null {
  const trimmed = text.trim();
  const octets = Buffer.from(trimmed, "base64");
  return octets.toString("base64") === trimmed ? octets : null;
}

/** Writes standard base64 with padding. */
export function encodeBase64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString("base64");
}
