import type { Item, ItemData } from "../syncml";

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
  return textOf(parts) ?? Buffer.concat(parts, total);
}

/** null: it is no text. The parts are read one behind the other, without putting their octets together first. */
function textOf(parts: readonly Uint8Array[]): string | null {
  if (parts.some((part) => part.includes(NUL))) return null;
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    let text = "";
    for (const part of parts) text += utf8.decode(part, { stream: true });
    return text + utf8.decode();
  } catch {
    return null;
  }
}
