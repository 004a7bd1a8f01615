import { DecodeError } from "../decode-error";
import { DECODE_LIMITS, type DecodeLimits } from "../decode-limits";
import type { ElementDocument } from "../element";
import { OctetText } from "../octet-text";
import { ElementReader } from "./element-reader";
import { readEpilog, readProlog } from "./prolog";
import { XmlReader } from "./reader";
import { dialectOfRoot } from "./root-dialect";

/**
 * Reads one XML document: SyncML, a management tree (TNDS, DDF), DevInf or OMA CP, in UTF-8, US-ASCII or ISO-8859-1.
 *
 * Shape: the same tree as from WBXML. White space between elements is dropped; a line end is one line feed. Elements
 * inside `Data` are its children, markup that was escaped or in CDATA is its text. Attributes other than namespace
 * declarations are kept of OMA CP only.
 *
 * Lenient where clients are: a missing namespace on children of Meta and on a MgmtTree, NULs in text and at the very
 * end, any DOCTYPE without internal subset, which is never fetched. No entity is expanded but the five built-in ones
 * and character numbers.
 *
 * Throws DecodeError only. Bounds are checked before memory is taken. Source: XML 1.0, Namespaces in XML 1.0.
 */
export function decodeXml(octets: Uint8Array, limits: DecodeLimits = DECODE_LIMITS): ElementDocument {
  if (octets.length > limits.octetsMax) throw new DecodeError("LIMIT_OCTETS", limits.octetsMax);
  const reader = new XmlReader(new OctetText(octets));
  const doctype = readProlog(reader);
  const dialect = dialectOfRoot(reader, doctype, limits);
  const root = new ElementReader(reader, dialect, limits).readRoot();
  readEpilog(reader);
  return { dialect, root };
}
