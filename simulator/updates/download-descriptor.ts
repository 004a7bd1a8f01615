/** Media type of a download descriptor [OMA Download 1.0]. */
export const DESCRIPTOR_TYPE = "application/vnd.oma.dd+xml";
export const DESCRIPTOR_OCTETS_MAX = 65_536;

/** What a device reads of a download descriptor. */
export interface DownloadDescriptor {
  readonly objectUri: string;
  /** Octets of the package. */
  readonly size: number;
  /** Where the status of the download goes; null: nowhere. */
  readonly installNotifyUri: string | null;
  /** SHA-256 of the package in lower-case hexadecimal, where the descriptor tells it; null: it does not. */
  readonly sha256: string | null;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Reads a descriptor as clients do: by the local names of the elements, whatever is around them. null: it is none, or
 * does not say where the package is and how large. A digest is taken from `sha256=` in installParam.
 */
export function readDescriptor(octets: Uint8Array): DownloadDescriptor | null {
  const text = Buffer.from(octets).toString("utf8");
  const objectUri = textOf(text, "objectURI");
  const size = textOf(text, "size");
  if (objectUri === null || size === null || !/^\d{1,15}$/.test(size)) return null;
  const digest = /\bsha-?256=([0-9a-f]{64})\b/i.exec(textOf(text, "installParam") ?? "");
  return {
    objectUri,
    size: Number(size),
    installNotifyUri: textOf(text, "installNotifyURI"),
    sha256: digest?.[1]?.toLowerCase() ?? null,
  };
}

function textOf(xml: string, localName: string): string | null {
  const element = new RegExp(`<(?:[\\w.-]+:)?${localName}(?:\\s[^>]*)?>([^<]*)</`).exec(xml);
  const text = element?.[1]?.trim();
  return text ? text.replace(/&(#x?)?(\w+);/g, characterOf) : null;
}

function characterOf(whole: string, number: string | undefined, name: string): string {
  if (number === undefined) return ENTITIES[name] ?? whole;
  const code = Number.parseInt(name, number === "#x" ? 16 : 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
