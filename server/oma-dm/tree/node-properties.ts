/**
 * What a node has beside its value, and what a server may do with it.
 * Source: OMA-TS-DM_TND 1.2.1, properties; the order is that of the text.
 */
export const NODE_PROPERTIES = {
  ACL: { writable: true },
  Format: { writable: false },
  Name: { writable: true },
  Size: { writable: false },
  Title: { writable: true },
  TStamp: { writable: false },
  Type: { writable: false },
  VerNo: { writable: false },
} as const;
export type NodeProperty = keyof typeof NODE_PROPERTIES;

export const TITLE_OCTETS_MAX = 255;

/** Formats of a node [OMA-TS-DM_TND 1.2.1, Format]; `node` is that of an interior one. */
export const NODE_FORMATS = [
  "b64",
  "bin",
  "bool",
  "chr",
  "int",
  "node",
  "null",
  "xml",
  "date",
  "time",
  "float",
] as const;
export type NodeFormat = (typeof NODE_FORMATS)[number];

/** The property of a name, whatever its letter case; null when there is none. */
export function findProperty(name: string): NodeProperty | null {
  const wanted = name.toLowerCase();
  return (Object.keys(NODE_PROPERTIES) as NodeProperty[]).find((known) => known.toLowerCase() === wanted) ?? null;
}

/** The format of a name, whatever its letter case (clients write `Chr`); null when there is none. */
export function findFormat(name: string): NodeFormat | null {
  const wanted = name.toLowerCase();
  return NODE_FORMATS.find((known) => known === wanted) ?? null;
}
