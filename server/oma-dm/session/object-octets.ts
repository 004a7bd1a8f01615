import type { Item, ItemData } from "../syncml";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const NUL = 0x00;

/** The octets of a part as carried; a text with the NULs behind it or without. */
export function partOctets({ data, trailingNuls = 0 }: Item, withNuls: boolean): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const text = Buffer.from(data ?? "", "utf8");
  if (!withNuls || trailingNuls === 0) return text;
  return Buffer.concat([text], text.length + trailingNuls);
}

/**
 * The whole out of its parts: text, or octets where it reads as none, as the data of an item that came whole would be.
 * null when the parts do not come to `total` octets.
 */
export function joinObject(parts: readonly Uint8Array[], total: number): ItemData | null {
  if (parts.reduce((sum, part) => sum + part.length, 0) !== total) return null;
  const octets = Buffer.concat(parts, total);
  if (octets.includes(NUL)) return octets;
  try {
    return utf8.decode(octets);
  } catch {
    return octets;
  }
}
