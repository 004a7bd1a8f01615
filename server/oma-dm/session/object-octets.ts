import type { Item, ItemData } from "../syncml";
import { firstNonUtf8 } from "../utf8";

const NUL = 0x00;

/** The octets of a part as carried; a text with the NULs behind it or without. */
export function partOctets({ data, trailingNuls = 0 }: Item, withNuls: boolean): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const text = Buffer.from(data ?? "", "utf8");
  if (!withNuls || trailingNuls === 0) return text;
  return Buffer.concat([text], text.length + trailingNuls);
}

/**
 * The whole out of its parts: text, or octets where it reads as none or is to be none, as the data of an item that came
 * whole would be. null when the parts do not come to `total` octets.
 */
export function joinObject(parts: readonly Uint8Array[], total: number, mayBeText: boolean): ItemData | null {
  if (parts.reduce((sum, part) => sum + part.length, 0) !== total) return null;
  return (mayBeText ? textOf(parts) : null) ?? Buffer.concat(parts, total);
}

/** null: it is no text. Put together first only where a character was cut: large objects are not to be copied. */
function textOf(parts: readonly Uint8Array[]): string | null {
  if (parts.some((part) => part.includes(NUL))) return null;
  if (parts.every(isUtf8)) return parts.map((part) => bufferOf(part).toString("utf8")).join("");
  const octets = Buffer.concat(parts);
  return isUtf8(octets) ? octets.toString("utf8") : null;
}

function isUtf8(octets: Uint8Array): boolean {
  return firstNonUtf8(octets, 0, octets.length) < 0;
}

function bufferOf(octets: Uint8Array): Buffer {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length);
}
