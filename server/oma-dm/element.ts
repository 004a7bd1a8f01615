/**
 * The one tree that WBXML and XML are read into and written from.
 *
 * An element is told by its vocabulary and its name: MetInf and DM DDF both have a `Format`. Its content is either
 * child elements, or text, or octets that are no text (an OPAQUE of Format `bin`, an embedded WBXML document).
 * An empty element has the content "". Elements are never changed after they were made.
 */
export interface Element {
  readonly vocabulary: Vocabulary;
  readonly name: string;
  readonly content: readonly Element[] | string | Uint8Array;
  /** Only OMA CP documents have attributes. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Which list of element names an element belongs to; one WBXML code page each (OMA CP has two under one name). */
export type Vocabulary = "syncml" | "metinf" | "devinf" | "dmddf" | "prov";

/** The document type: it decides the public identifier in WBXML and the namespace of the root in XML. */
export type Dialect =
  | "SyncML 1.0"
  | "SyncML 1.1"
  | "SyncML 1.2"
  | "DevInf 1.1"
  | "DevInf 1.2"
  | "DM DDF 1.2"
  | "PROV 1.0";

export interface ElementDocument {
  readonly dialect: Dialect;
  readonly root: Element;
}

/** Makes an element. Content "" is an empty element. */
export function element(vocabulary: Vocabulary, name: string, content: Element["content"] = ""): Element {
  return { vocabulary, name, content };
}

/** The two encodings of a message: `application/vnd.syncml.dm+wbxml` and `application/vnd.syncml.dm+xml`. */
export type Encoding = "wbxml" | "xml";
