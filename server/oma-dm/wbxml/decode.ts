import { TREE_LABEL_READ, withDataLabel } from "../data-labels";
import { DecodeBudget } from "../decode-budget";
import { DecodeError } from "../decode-error";
import { DECODE_LIMITS, type DecodeLimits } from "../decode-limits";
import type { Dialect, ElementDocument } from "../element";
import { OctetText } from "../octet-text";
import { CODE_PAGES } from "./code-pages";
import { SWITCH_PAGE, TAG_CODE } from "./global-tokens";
import { readHeader } from "./header";
import { settleOctetData } from "./octet-data";
import { WbxmlReader } from "./reader";
import { TreeReader } from "./tree-reader";

/**
 * Reads one WBXML 1.1, 1.2 or 1.3 document: SyncML, a management tree (TNDS, DDF), DevInf or OMA CP.
 *
 * Shape: a `Data` that holds a WBXML management tree in OPAQUE has that tree as its child, and the Type of its Item
 * says `+xml`; other OPAQUE content is a string where it reads as text and no Format `bin` before it says otherwise, else
 * a copy of the octets. Text of several pieces is one string. White space between elements is dropped.
 *
 * Strict where lenient readers guess: an unknown tag or code page, octets behind the root element, and text that is
 * not in the character set (also an OPAQUE whose Item says Format `chr`) are errors. A value of which only a character is
 * cut at an end is the part of a larger one, and stays octets.
 *
 * Throws DecodeError only. Bounds are checked before memory is taken. Source: WAP-192-WBXML 1.3.
 */
export function decodeWbxml(octets: Uint8Array, limits: DecodeLimits = DECODE_LIMITS): ElementDocument {
  if (octets.length > limits.octetsMax) throw new DecodeError("LIMIT_OCTETS", limits.octetsMax);
  const reader = new WbxmlReader(new OctetText(octets), 0, octets.length);
  const header = readHeader(reader, limits);
  const dialect = header.dialect ?? dialectOfRoot(reader);
  const tree = new TreeReader(reader, header, dialect, new DecodeBudget(limits), limits);
  const root = tree.readRoot();
  const labelled = tree.embeddedTreeFound ? withDataLabel(root, TREE_LABEL_READ) : root;
  return { dialect, root: tree.octetsFound.size === 0 ? labelled : settleOctetData(labelled, tree.octetsFound) };
}

/** A document without public identifier is told by its root element, looked up in the pages of SyncML. */
function dialectOfRoot(reader: WbxmlReader): Dialect {
  const start = reader.position;
  let page = 0;
  let token = reader.u8();
  while (token === SWITCH_PAGE) {
    page = reader.u8();
    token = reader.u8();
  }
  reader.position = start;
  switch (CODE_PAGES["SyncML 1.2"][page]?.tags[token & TAG_CODE]?.name) {
    case "SyncML":
      return "SyncML 1.2";
    case "MgmtTree":
      return "DM DDF 1.2";
    default:
      throw new DecodeError("UNKNOWN_PUBLIC_ID", start, "neither public identifier nor known root element");
  }
}
