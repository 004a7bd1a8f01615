import { OCTETS_LABEL_WRITTEN, withDataLabel } from "../data-labels";
import type { Dialect, Element, ElementDocument, Vocabulary } from "../element";
import { publicIdOf } from "../wbxml";
import { uriOf } from "./namespaces";

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const TEXT_ESCAPED = /[&<>\r]/g;
const VALUE_ESCAPED = /[&<>"\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

interface EncodeXmlOptions {
  /** Each element on a line of its own, for people; default false. Text is never touched. */
  readonly indented?: boolean;
}

/**
 * Writes one XML document in UTF-8. A namespace is declared on the root, and on every element of another vocabulary
 * than the element around it, as OMA DM clients expect on the children of Meta. Octets are written as base64, and a
 * Format `bin` above them as `b64`. A NUL in a text is written as it is.
 */
export function encodeXml(document: ElementDocument, options: EncodeXmlOptions = {}): Uint8Array {
  const root = withDataLabel(document.root, OCTETS_LABEL_WRITTEN);
  const writer = new XmlWriter(document.dialect, options.indented ?? false);
  return Buffer.from(`${DECLARATION}${doctype(document.dialect)}${writer.element(root, undefined, 0)}`, "utf8");
}

/**
 * One element with all below it as XML text, without declaration, its namespace written on it: what a Data that
 * holds a management tree as elements is as a value (Type `application/vnd.syncml.dmtnds+xml`).
 */
export function elementText(element: Element): string {
  return new XmlWriter("SyncML 1.2", false).element(element, undefined, 0);
}

/** DevInf has one namespace for its versions: only the DOCTYPE tells the older one. */
function doctype(dialect: Dialect): string {
  return dialect === "DevInf 1.1" ? `<!DOCTYPE DevInf PUBLIC "${publicIdOf(dialect).text}" "">` : "";
}

class XmlWriter {
  private readonly dialect: Dialect;
  private readonly indented: boolean;

  constructor(dialect: Dialect, indented: boolean) {
    this.dialect = dialect;
    this.indented = indented;
  }

  /** `around` is the vocabulary of the element that this one is in. */
  element(element: Element, around: Vocabulary | undefined, depth: number): string {
    const { content, name, vocabulary } = element;
    const start = `${this.indentation(depth)}<${name}${vocabulary === around ? "" : this.declaration(vocabulary)}`;
    const tag = element.attributes === undefined ? start : start + attributes(element.attributes);
    if (content instanceof Uint8Array) return `${tag}>${Buffer.from(content).toString("base64")}</${name}>`;
    if (typeof content === "string") return content === "" ? `${tag}/>` : `${tag}>${escaped(content)}</${name}>`;
    let children = "";
    for (const child of content) children += this.element(child, vocabulary, depth + 1);
    return `${tag}>${children}${this.indentation(depth)}</${name}>`;
  }

  private declaration(vocabulary: Vocabulary): string {
    const uri = uriOf(vocabulary, this.dialect);
    return uri === undefined ? "" : ` xmlns="${uri}"`;
  }

  private indentation(depth: number): string {
    return this.indented ? `\n${"  ".repeat(depth)}` : "";
  }
}

function attributes(attributes: Readonly<Record<string, string>>): string {
  let text = "";
  for (const [name, value] of Object.entries(attributes)) {
    text += ` ${name}="${value.replace(VALUE_ESCAPED, (character) => ESCAPES[character] ?? character)}"`;
  }
  return text;
}

/**
 * A text as the content of an element. Most have nothing to escape, and looking for it is cheaper than replacing nothing.
 */
export function escaped(text: string): string {
  return text.search(TEXT_ESCAPED) < 0
    ? text
    : text.replace(TEXT_ESCAPED, (character) => ESCAPES[character] ?? character);
}
