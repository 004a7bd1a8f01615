import { TREE_LABEL_WRITTEN, withDataLabel } from "../data-labels";
import type { ElementDocument } from "../element";
import { OctetWriter } from "./octet-writer";
import { TreeWriter } from "./tree-writer";

/** Which WBXML version the first octet of a written document names. */
type WbxmlVersion = "1.1" | "1.2" | "1.3";

interface EncodeWbxmlOptions {
  /** Default "1.2". */
  readonly version?: WbxmlVersion;
}

const VERSION_OCTETS: Readonly<Record<WbxmlVersion, number>> = { "1.1": 0x01, "1.2": 0x02, "1.3": 0x03 };

const SCRATCH_OCTETS = 65_536;

/**
 * One place to write in for all messages, for a fresh one each time would cost more than the writing. Nothing stays in
 * it: every document begins at its start and leaves as a copy.
 */
const scratch = new OctetWriter(SCRATCH_OCTETS);

/**
 * Writes one WBXML document in UTF-8 without string table; the document type is named by number where it has one.
 *
 * Text is written as an inline string, octets as OPAQUE, a text that holds a NUL as OPAQUE too. A management tree in a
 * `Data` is written as a document of its own in OPAQUE, and the Type of its Item says `+wbxml`.
 *
 * Throws Error when an element is none of its vocabulary: trees from the decoders never are.
 */
export function encodeWbxml(document: ElementDocument, options: EncodeWbxmlOptions = {}): Uint8Array {
  const version = VERSION_OCTETS[options.version ?? "1.2"];
  scratch.reset(SCRATCH_OCTETS);
  const writer = new TreeWriter(scratch, version, document.dialect);
  writer.element(document.root);
  if (writer.embeddedTreeFound) {
    // The Type stands before the Data that decides it, so the rare document that needs another is written again.
    scratch.reset(SCRATCH_OCTETS);
    new TreeWriter(scratch, version, document.dialect).element(withDataLabel(document.root, TREE_LABEL_WRITTEN));
  }
  return scratch.take();
}
