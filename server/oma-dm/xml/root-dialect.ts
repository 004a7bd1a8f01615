import { DecodeBudget } from "../decode-budget";
import { DecodeError } from "../decode-error";
import type { DecodeLimits } from "../decode-limits";
import type { Dialect } from "../element";
import { readAttributes, readName } from "./attributes";
import { namespaceOf } from "./namespaces";
import type { XmlReader } from "./reader";
import { ReferenceReader } from "./references";

/** For documents that say neither by namespace nor by DOCTYPE what they are. */
const DIALECT_BY_ROOT: ReadonlyMap<string, Dialect> = new Map([
  ["SyncML", "SyncML 1.2"],
  ["MgmtTree", "DM DDF 1.2"],
  ["DevInf", "DevInf 1.2"],
  ["wap-provisioningdoc", "PROV 1.0"],
]);

/**
 * The document type, told by the namespace of the root element, else by the DOCTYPE, else by the root's name. DevInf
 * has one namespace for its versions, so the DOCTYPE comes first there. The reader stands behind the `<` of the root's
 * tag and stays there. Throws UNKNOWN_PAGE, UNKNOWN_PUBLIC_ID, and what a start tag can be wrong in.
 */
export function dialectOfRoot(reader: XmlReader, doctype: Dialect | undefined, limits: DecodeLimits): Dialect {
  const start = reader.position;
  const name = readName(reader);
  const attributes = readAttributes(
    reader,
    new ReferenceReader(reader, limits.referencesMax),
    new DecodeBudget(limits),
  );
  reader.position = start;
  const colon = name.indexOf(":");
  const declaration = colon < 0 ? "xmlns" : `xmlns:${name.slice(0, colon)}`;
  const declared = attributes.find((attribute) => attribute.name === declaration);
  if (declared !== undefined && declared.value !== "") {
    const namespace = namespaceOf(declared.value);
    if (namespace?.dialect === undefined) throw new DecodeError("UNKNOWN_PAGE", declared.offset, declared.value);
    return namespace.vocabulary === "devinf" && doctype === "DevInf 1.1" ? doctype : namespace.dialect;
  }
  const dialect = doctype ?? DIALECT_BY_ROOT.get(name);
  if (dialect === undefined) throw new DecodeError("UNKNOWN_PUBLIC_ID", start, `root element ${name}`);
  return dialect;
}
