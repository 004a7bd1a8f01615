/** One element of a message as the server wrote it. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** Its own text; empty where it has children. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

const PIECE = /<([^>]*)>|([^<]+)/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/**
 * Reads the XML that our own server writes for a trace: no CDATA, no comments, every `<` and `>` of a text escaped.
 * Null when the text is no such XML, as when a message could not be decoded.
 */
export function parseXml(xml: string): XmlElement | null {
  const open: OpenElement[] = [];
  let root: XmlElement | null = null;
  for (const [, tag, text] of xml.matchAll(PIECE)) {
    const parent = open.at(-1);
    if (tag === undefined) {
      if (parent && text !== undefined) parent.text += unescaped(text);
    } else if (tag.startsWith("/")) {
      const element = open.pop();
      if (element?.name !== tag.slice(1)) return null;
      const done = closed(element);
      const around = open.at(-1);
      if (around) around.children.push(done);
      else root = done;
    } else if (!/^[?!]/.test(tag)) {
      const name = /^[^\s/]+/.exec(tag)?.[0] ?? "";
      if (!tag.endsWith("/")) open.push({ name, children: [], text: "" });
      else if (parent) parent.children.push({ name, children: [], text: "" });
    }
  }
  return open.length === 0 ? root : null;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The text at a path of names below an element; null where there is no such element. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | null {
  const found = path.reduce<XmlElement | undefined>(childOf, element);
  return found ? found.text : null;
}

function closed({ name, children, text }: OpenElement): XmlElement {
  return { name, children, text: children.length > 0 ? "" : text };
}

function unescaped(text: string): string {
  return text.replaceAll(/&(#\d+|\w+);/g, (whole, name: string) =>
    name.startsWith("#") ? String.fromCodePoint(Number(name.slice(1))) : (ENTITIES[name] ?? whole),
  );
}
