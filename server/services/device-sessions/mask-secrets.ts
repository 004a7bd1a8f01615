import { canonicalUri, type Element, type ElementDocument, isSecretLeaf, SECRET_MASK as MASK } from "../../oma-dm";
import { withoutDownloadTokens } from "./download-url";
import { maskTreeText } from "./mask-tree-text";

/** Elements that may hold this server's address with a session's token, which carries the session. */
const ADDRESSES = new Set(["RespURI", "LocURI", "TargetRef", "SourceRef"]);
/** A session or challenge token (`session-token.ts`): 32 octets or more in base64url. */
const TOKEN = /(\?s=)[A-Za-z0-9_-]{43,}/;

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

function maskText(text: string): string {
  return maskTreeText(withoutDownloadTokens(text, MASK));
}

/** `isOfSecret`: it is about a secret node unless it names another. */
function maskElement(element: Element, isOfSecret = false): Element {
  if (element.name === "NextNonce") return { ...element, content: MASK };
  if (typeof element.content === "string") {
    const text = maskText(element.content);
    return { ...element, content: ADDRESSES.has(element.name) ? text.replace(TOKEN, `$1${MASK}`) : text };
  }
  if (!Array.isArray(element.content)) return element;
  const children = element.content as readonly Element[];
  const isItem = element.name === "Item";
  const secret =
    element.name === "Cred" || (isItem && (namesSecretLeaf(children) ?? isOfSecret)) || isSecretNode(element);
  const itemsAre = element.name === "Results" && refersToSecretLeaf(element);
  return {
    ...element,
    content: children.map((child) =>
      secret && (child.name === "Data" || child.name === "Value")
        ? { ...child, content: MASK }
        : maskElement(child, itemsAre),
    ),
  };
}

/** Whether an item is about a secret node; null where it names none. */
function namesSecretLeaf(children: readonly Element[]): boolean | null {
  const places = children.filter(({ name }) => name === "Target" || name === "Source");
  return places.length === 0 ? null : places.some((place) => isSecretAddress(textOf(place, "LocURI")));
}

/** Results may name their node for an item that does not. */
function refersToSecretLeaf(results: Element): boolean {
  return ["SourceRef", "TargetRef"].some((name) => isSecretAddress(textOf(results, name)));
}

/** As the engine reads what devices write: `DMAcc/A/AAuthSecret/` is that node too. */
function isSecretAddress(text: string): boolean {
  return isSecretLeaf(canonicalUri(text.trim()) ?? text);
}

/** A node of an embedded tree (TNDS). */
function isSecretNode(element: Element): boolean {
  return element.name === "Node" && isSecretLeaf(textOf(element, "NodeName"));
}

function textOf(element: Element, name: string): string {
  if (!Array.isArray(element.content)) return "";
  const child = (element.content as readonly Element[]).find((one) => one.name === name);
  return typeof child?.content === "string" ? child.content.replace(/\0+$/, "") : "";
}
