import { isDeepStrictEqual } from "node:util";
import {
  canonicalUri,
  DecodeError,
  decodeWbxml,
  type Element,
  type ElementDocument,
  encodeWbxml,
  isSecretLeaf,
  SECRET_MASK as MASK,
} from "../../oma-dm";
import { withoutDownloadTokens } from "./download-url";
import { maskTreeText, withoutReferences } from "./mask-tree-text";

/** A session or challenge token (`session-token.ts`): 32 octets or more in base64url. */
const TOKEN = /(\?s=)[A-Za-z0-9_-]{43,}/g;

/**
 * A message as a person may see it: the Data of Cred, every NextNonce, tokens of sessions and downloads and the values of
 * secret nodes are masked; all else is as it was.
 */
export function maskSecrets(document: ElementDocument): ElementDocument {
  return { ...document, root: maskElement(document.root) };
}

/**
 * Parameters or answers of a task, as JSON, with what is secret in them masked: sealed parameters, tokens of downloads, and
 * values and data beside the address of a secret node.
 */
export function maskSecretValues(value: unknown): unknown {
  if (typeof value === "string") {
    return maskText(value);
  }
  if (Array.isArray(value)) return value.map(maskSecretValues);
  if (typeof value !== "object" || value === null) return value;
  const isSecret = "uri" in value && typeof value.uri === "string" && isSecretLeaf(value.uri);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isMasked = name === "sealed" || (isSecret && (name === "value" || name === "data"));
      return [name, isMasked && typeof inner === "string" ? MASK : maskSecretValues(inner)];
    }),
  );
}

/** How deep a text is in another: base64 or references of what is that again. */
const NESTING_MAX = 2;

function maskText(text: string, nesting = 0): string {
  const shown = maskTreeText(withoutDownloadTokens(text, MASK)).replace(TOKEN, `$1${MASK}`);
  if (nesting >= NESTING_MAX) return shown;
  return isBase64(shown) ? maskBase64(shown, nesting + 1) : maskEscaped(shown, nesting + 1);
}

/** A tree that was escaped once more than it should be is masked as it reads; it is shown as it came otherwise. */
function maskEscaped(text: string, nesting: number): string {
  if (!ESCAPED_TAG.test(text)) return text;
  const plain = withoutReferences(text);
  const shown = maskText(plain, nesting);
  return shown === plain ? text : shown.replace(/[&<>]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPED_TAG = /&(?:lt|#0{0,8}60|#x0{0,8}3[cC]|amp);/;
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Less holds no node with a name and a value. */
const BASE64_CHARACTERS_MIN = 24;

function isBase64(text: string): boolean {
  return text.length >= BASE64_CHARACTERS_MIN && /^[A-Za-z0-9+/=\s]+$/.test(text);
}

function maskBase64(text: string, nesting: number): string {
  const octets = Buffer.from(text, "base64");
  const shown = maskOctets(octets, nesting);
  if (typeof shown === "string") return shown;
  return shown === octets ? text : Buffer.from(shown).toString("base64");
}

/** The very octets where nothing in them is secret; the mask for all of them where what is cannot be told apart. */
function maskOctets(octets: Uint8Array, nesting: number): Uint8Array | string {
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const tree = maskWbxml(bytes, nesting);
  if (tree) return Buffer.compare(tree, bytes) === 0 ? octets : tree;
  // All markup is ASCII, so that what is between is not changed by being read as one character an octet.
  const text = bytes.toString("latin1");
  const shown = maskText(text, nesting);
  if (shown !== text) return Buffer.from(shown, "latin1");
  const isWide = bytes.includes("N\0o\0d\0e\0") || bytes.includes("\0N\0o\0d\0e");
  const wide = isWide ? [bytes, bytes.subarray(1)].map((one) => one.toString("utf16le")) : [];
  return wide.some((one) => maskTreeText(one) !== one) ? MASK : octets;
}

const WBXML_VERSION_MAX = 3;

/** Null where it is no WBXML; as it was where nothing in it is secret. */
function maskWbxml(octets: Buffer, nesting: number): Buffer | null {
  const [version = 0] = octets;
  if (nesting > NESTING_MAX || version === 0 || version > WBXML_VERSION_MAX) return null;
  try {
    const document = decodeWbxml(octets);
    const root = maskElement(document.root, false, nesting + 1);
    // Written anew it need not be the same octets, which is to be seen only where something was masked.
    return isDeepStrictEqual(root, document.root) ? octets : Buffer.from(encodeWbxml({ ...document, root }));
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

/** `isOfSecret`: it is about a secret node unless it names another. */
function maskElement(element: Element, isOfSecret = false, nesting = 0): Element {
  const { name, content } = element;
  if (name === "NextNonce") return { ...element, content: MASK };
  if (!Array.isArray(content)) return { ...element, content: name === "Cred" ? MASK : maskLeaf(content, nesting) };
  const children = content as readonly Element[];
  const isSecret = (name === "Item" && (namesSecretLeaf(children) ?? isOfSecret)) || isSecretNode(element);
  const itemsAre = (name === "Results" || name === "Status") && refersToSecretLeaf(element);
  const isMasked = (child: Element): boolean =>
    name === "Cred" ? child.name !== "Meta" : isSecret && (child.name === "Data" || child.name === "Value");
  return {
    ...element,
    content: children.map((child) =>
      isMasked(child) ? { ...child, content: MASK } : maskElement(child, itemsAre, nesting),
    ),
  };
}

function maskLeaf(content: Element["content"], nesting: number): Element["content"] {
  if (typeof content === "string") return maskText(content, nesting);
  return content instanceof Uint8Array ? maskOctets(content, nesting) : content;
}

/** Whether an item is about a secret node; null where it names none. */
function namesSecretLeaf(children: readonly Element[]): boolean | null {
  const places = children.filter(({ name }) => name === "Target" || name === "Source");
  return places.length === 0 ? null : places.some((place) => addressesIn(place).some(isSecretAddress));
}

/** Some clients write an address straight into Target or Source. */
function addressesIn(place: Element): readonly string[] {
  return typeof place.content === "string" ? [place.content] : textsOf(place, "LocURI");
}

/** Results may name their node for an item that does not, and so may a Status that repeats what it is about. */
function refersToSecretLeaf(answer: Element): boolean {
  return ["SourceRef", "TargetRef"].some((name) => textsOf(answer, name).some(isSecretAddress));
}

/** As the engine reads what devices write: `DMAcc/A/AAuthSecret/` is that node too. */
function isSecretAddress(text: string): boolean {
  return isSecretLeaf(canonicalUri(text.trim()) ?? text);
}

/** A node of an embedded tree (TNDS): its name may be among its properties. */
function isSecretNode({ name, content }: Element): boolean {
  if (name !== "Node" || !Array.isArray(content)) return false;
  const properties = (content as readonly Element[]).filter((child) => child.name === "RTProperties");
  const names = [...textsOf({ content }, "NodeName"), ...properties.flatMap((one) => textsOf(one, "Name"))];
  return names.some((one) => isSecretLeaf(one.trim()));
}

/** Texts of the children of that name: of several it depends on the reader which one counts. */
function textsOf({ content }: Pick<Element, "content">, name: string): readonly string[] {
  if (!Array.isArray(content)) return [];
  return (content as readonly Element[]).flatMap((child) =>
    child.name === name && typeof child.content === "string" ? [withoutNuls(child.content)] : [],
  );
}

/** Without those behind a text, as C clients write; not by a pattern, which would take long for many within it. */
function withoutNuls(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  return text.slice(0, end);
}
