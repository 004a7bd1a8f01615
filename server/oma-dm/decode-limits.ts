/** Bounds on what is read from a peer. Each is checked before memory is taken. */
export interface DecodeLimits {
  /** Octets of the whole message. */
  readonly octetsMax: number;
  /** Nesting of elements in a SyncML document in WBXML. */
  readonly depthMax: number;
  /** Nesting of elements in a management tree document (TNDS) in WBXML, and in any XML document. */
  readonly treeDepthMax: number;
  readonly elementsMax: number;
  readonly stringTableOctetsMax: number;
  /** Octets of all text after string table references were followed. */
  readonly expandedTextOctetsMax: number;
  /** Numeric character references in an XML document. */
  readonly referencesMax: number;
}

export const DECODE_LIMITS: DecodeLimits = {
  octetsMax: 262_144,
  depthMax: 24,
  treeDepthMax: 64,
  elementsMax: 20_000,
  stringTableOctetsMax: 16_384,
  expandedTextOctetsMax: 1_048_576,
  referencesMax: 10_000,
};
