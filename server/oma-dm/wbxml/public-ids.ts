/**
 * Public identifiers of document types.
 * Source: the SyncML and OMA DTDs; the integers as registered with OMNA, compared with `wbxml_tables.c` of libwbxml.
 */
import type { Dialect } from "../element";

interface PublicId {
  readonly dialect: Dialect;
  readonly text: string;
  /** The registered integer; a management tree document has none and is named by string. */
  readonly number?: number;
}

const PUBLIC_IDS: readonly PublicId[] = [
  { dialect: "SyncML 1.2", text: "-//SYNCML//DTD SyncML 1.2//EN", number: 0x1201 },
  { dialect: "SyncML 1.1", text: "-//SYNCML//DTD SyncML 1.1//EN", number: 0x0fd3 },
  { dialect: "SyncML 1.0", text: "-//SYNCML//DTD SyncML 1.0//EN", number: 0x0fd1 },
  { dialect: "DM DDF 1.2", text: "-//OMA//DTD-DM-DDF 1.2//EN" },
  { dialect: "DevInf 1.2", text: "-//SYNCML//DTD DevInf 1.2//EN", number: 0x1203 },
  { dialect: "DevInf 1.1", text: "-//SYNCML//DTD DevInf 1.1//EN", number: 0x0fd4 },
  { dialect: "PROV 1.0", text: "-//WAPFORUM//DTD PROV 1.0//EN", number: 0x0b },
];

const byNumber = new Map(
  PUBLIC_IDS.flatMap((id) => (id.number === undefined ? [] : [[id.number, id.dialect] as const])),
);
const byText = new Map(PUBLIC_IDS.map((id) => [id.text.toUpperCase(), id.dialect]));
const byDialect = new Map(PUBLIC_IDS.map((id) => [id.dialect, id]));

export function dialectOfNumber(number: number): Dialect | undefined {
  return byNumber.get(number);
}

/** Letter case is not looked at: drafts of the DTDs print it differently. */
export function dialectOfText(text: string): Dialect | undefined {
  return byText.get(text.toUpperCase());
}

export function publicIdOf(dialect: Dialect): { readonly text: string; readonly number?: number } {
  const id = byDialect.get(dialect);
  if (id === undefined) throw new Error(`No public identifier for ${dialect}`);
  return id;
}
