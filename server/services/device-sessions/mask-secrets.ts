import { isDeepStrictEqual } from "node:util";
import {
  canonicalUri,
  DecodeError,
  type Element,
  type ElementDocument,
  isSecretLeaf,
  SECRET_MASK as MASK,
} from "../../oma-dm";
import { withoutDownloadTokens } from "./download-url";
import { mayHoldTree, TREE_CHARACTERS_MIN } from "./may-hold-tree";
import { decodeDocument, encodeDocument, encodingOf } from "./wire";

/**
 * What is masked of what a person may see: proofs, nonces and tokens, and every value that is not known to be harmless.
 * A value is harmless where the node that it is of is known, and is no secret one. One that may hold a tree, in whatever
 * encoding, is read strictly and written anew without the secrets in it, or masked as a whole.
 */

/** What the other messages of a session tell about one. */
export interface SessionKnowledge {
  /** Whether a command asked for what this one answers, and whether that is a secret; undefined: it is not known. */
  asksForSecret(answer: Element): boolean | undefined;
  /** Whether the value that this is a part of holds a secret; undefined: it is no part. */
  isPartOfSecret(content: Element["content"]): boolean | undefined;
}

const NOTHING_KNOWN: SessionKnowledge = { asksForSecret: () => undefined, isPartOfSecret: () => undefined };

export function maskSecrets(document: ElementDocument, known: SessionKnowledge = NOTHING_KNOWN): ElementDocument {
  return { ...document, root: maskElement(document.root, { known, nesting: 0, showsUnnamed: false }) };
}

/** The same for parameters or answers of a task, as JSON. */
export function maskSecretValues(value: unknown): unknown {
  if (typeof value === "string") return maskText(value, 0);
  if (Array.isArray(value)) return value.map(maskSecretValues);
  if (typeof value !== "object" || value === null) return value;
  const isSecret = "uri" in value && typeof value.uri === "string" && isSecretAddress(value.uri);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isMasked = name === "sealed" || (isSecret && (name === "value" || name === "data"));
      return [name, isMasked && typeof inner === "string" ? MASK : maskSecretValues(inner)];
    }),
  );
}

interface Surroundings {
  readonly known: SessionKnowledge;
  /** Documents around this one. */
  readonly nesting: number;
  /** Whether what an item that names no node says is harmless, in the command around it. */
  readonly showsUnnamed: boolean;
}

function maskElement(element: Element, around: Surroundings): Element {
  const { name, content } = element;
  const children = childrenOf(element);
  if (name === "NextNonce" || (name === "Cred" && children.length === 0)) return { ...element, content: MASK };
  if (name === "Data") {
    const isOfSecret = around.known.isPartOfSecret(content);
    if (isOfSecret !== undefined) return isOfSecret ? { ...element, content: MASK } : element;
  }
  if (typeof content === "string") return { ...element, content: maskText(content, around.nesting) };
  if (content instanceof Uint8Array) return { ...element, content: maskOctets(content, around.nesting) };
  const isMasked = maskedIn(element, around);
  const isCommand = children.some((child) => child.name === "Item");
  const inside = isCommand ? { ...around, showsUnnamed: isUnnamedHarmless(element, around.known) } : around;
  return {
    ...element,
    content: children.map((child) => (isMasked(child) ? { ...child, content: MASK } : maskElement(child, inside))),
  };
}

/** Which children of an element are not to be seen. */
function maskedIn(element: Element, { showsUnnamed }: Surroundings): (child: Element) => boolean {
  switch (element.name) {
    case "Cred":
      return ({ name }) => name !== "Meta";
    case "Node":
      return isHarmlessNode(element) ? () => false : ({ name }) => name === "Value";
    case "Item":
      return isHarmlessItem(element, showsUnnamed) ? () => false : ({ name }) => name === "Data";
    default:
      return () => false;
  }
}

function isHarmlessItem(item: Element, showsUnnamed: boolean): boolean {
  const named = addressesIn(item, "Target", "Source");
  return named.length > 0 ? !named.some(isSecretLeaf) : showsUnnamed;
}

/** A command may name the node for its items; what is answered to a command is else of the node that it asked for. */
function isUnnamedHarmless(command: Element, known: SessionKnowledge): boolean {
  // What an alert or a Status says is no node's value.
  if (command.name === "Alert") return true;
  const referred = addressesIn(command, "SourceRef", "TargetRef");
  if (referred.length > 0) return !referred.some(isSecretLeaf);
  const isSecret = known.asksForSecret(command);
  return command.name === "Status" ? isSecret !== true : isSecret === false;
}

/** A node of a tree (TNDS): any of these may name it, and several do as the reader likes. */
function isHarmlessNode(node: Element): boolean {
  const properties = childrenOf(node).filter(({ name }) => name === "RTProperties");
  const names = [...textsOf(node, "NodeName"), ...properties.flatMap((one) => textsOf(one, "Name"))];
  return names.some((name) => name !== "") && ![...names, ...textsOf(node, "Path")].some(isSecretAddress);
}

/** As the engine reads what devices write: `DMAcc/A/AAuthSecret/` is that node too. */
function isSecretAddress(text: string): boolean {
  return isSecretLeaf(canonicalUri(text.trim()) ?? text);
}

/** Addresses of nodes in children of these names. Some clients write them straight into Target or Source. */
function addressesIn(element: Element, ...names: readonly string[]): readonly string[] {
  return childrenOf(element).flatMap((child) => {
    if (!names.includes(child.name)) return [];
    const texts = typeof child.content === "string" ? [textOf(child.content)] : textsOf(child, "LocURI");
    return texts.map(canonicalUri).filter((uri) => uri !== null);
  });
}

/** Texts of the children of that name: of several it depends on the reader which one counts. */
function textsOf(element: Element, name: string): readonly string[] {
  return childrenOf(element).flatMap((child) =>
    child.name === name && typeof child.content === "string" ? [textOf(child.content)] : [],
  );
}

/** Without the NULs that C clients write behind it; not by a pattern, which would take long for many within it. */
function textOf(content: string): string {
  let end = content.length;
  while (end > 0 && content.charCodeAt(end - 1) === 0) end -= 1;
  return content.slice(0, end).trim();
}

export function childrenOf({ content }: Element): readonly Element[] {
  return Array.isArray(content) ? (content as readonly Element[]) : [];
}

function maskText(text: string, nesting: number): string {
  // Most are no more than this, which holds no token either.
  if (text.length < TREE_CHARACTERS_MIN) return text;
  const octets = Buffer.from(text);
  const shown = maskValue(octets, nesting);
  return shown === octets ? text : (shown?.toString() ?? MASK);
}

function maskOctets(octets: Uint8Array, nesting: number): Uint8Array | string {
  const value = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const shown = maskValue(value, nesting);
  return shown === value ? octets : (shown ?? MASK);
}

const BASE64 = /^[A-Za-z0-9+/=\s]+$/;

/** The very octets where nothing in a value is secret; null where what is cannot be told from what is not. */
export function maskValue(value: Buffer, nesting = 0): Buffer | null {
  const shown = withoutTokens(value);
  const said = shown.toString("latin1");
  const isBase64 = BASE64.test(said);
  const octets = isBase64 ? Buffer.from(said, "base64") : shown;
  const masked = mayHoldTree(said) ? withoutSecrets(octets, nesting) : isBase64 ? withoutTokens(octets) : octets;
  if (masked === octets) return shown;
  return isBase64 && masked ? Buffer.from(masked.toString("base64")) : masked;
}

/** A session or challenge token (`session-token.ts`): 32 octets or more in base64url. */
const TOKEN = /(\?s=)[A-Za-z0-9_-]{43,}/g;

function withoutTokens(octets: Buffer): Buffer {
  // All that is looked for is ASCII, so that what is between is not changed by being read as one character an octet.
  const text = octets.toString("latin1");
  const shown = withoutDownloadTokens(text, MASK).replace(TOKEN, `$1${MASK}`);
  return shown === text ? octets : Buffer.from(shown, "latin1");
}

/** Documents in each other that are read; what may hold a tree further in is masked as a whole. */
const NESTING_MAX = 3;
/** What is passed over where a document is read. */
const PASSED_OVER = /<(?:!--|\?(?!xml\s))/;

/** A document as it was where nothing in it is secret, else written anew; null where it cannot be read. */
function withoutSecrets(octets: Buffer, nesting: number): Buffer | null {
  if (nesting === NESTING_MAX) return null;
  const text = octets.toString("latin1").trimStart();
  const trimmed = Buffer.from(text, "latin1");
  const encoding = encodingOf(trimmed);
  try {
    const document = decodeDocument(trimmed, encoding);
    const root = maskElement(document.root, { known: NOTHING_KNOWN, nesting: nesting + 1, showsUnnamed: false });
    const isAsItWas = isDeepStrictEqual(root, document.root) && !PASSED_OVER.test(text);
    return isAsItWas ? octets : Buffer.from(encodeDocument({ ...document, root }, encoding));
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
