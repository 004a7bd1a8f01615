import type { DecodeLimits } from "../decode-limits";
import type { ElementDocument } from "../element";

/** Which WBXML version the first octet of a written document names. */
export type WbxmlVersion = "1.1" | "1.2" | "1.3";

export interface EncodeWbxmlOptions {
  /** Default "1.2". */
  readonly version?: WbxmlVersion;
}

/** Reads one WBXML document. Throws DecodeError. */
export function decodeWbxml(octets: Uint8Array, limits?: DecodeLimits): ElementDocument {
  throw new Error(`not built yet: ${octets.length} ${limits?.octetsMax}`);
}

/** Writes one WBXML document. */
export function encodeWbxml(document: ElementDocument, options?: EncodeWbxmlOptions): Uint8Array {
  throw new Error(`not built yet: ${document.dialect} ${options?.version}`);
}
