import { isSecretLeaf, SECRET_MASK } from "../../oma-dm";

/** A tag's beginning, its name with or without a prefix. Within a tag there is no other `<` [XML 1.0, 2.3]. */
const TAG = /<(\/?)(?:[^\s<>/!?]*:)?(Node|NodeName|Name|Value|MgmtTree)(?=[\s/>]|$)/g;
/** What is no markup, whatever it looks like: its beginning and its end. */
const ASIDES = [
  ["<!--", "-->"],
  ["<?", "?>"],
  ["<![CDATA[", "]]>"],
] as const;
const NAME_PARTS = /^(?:[^<]|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?(?:\]\]>|$))*/;
/** What is looked at of a name; a longer one is taken for a secret's. */
const NAME_CHARACTERS_MAX = 512;

type Range = readonly [from: number, to: number];

/** A node that is open: whether a name makes it a secret one, and where its values are. */
interface OpenNode {
  isSecret: boolean;
  values: Range[];
}

/**
 * A text with the values of secret nodes masked where it holds a tree in XML (TNDS), or a part of one: devices that write
 * XML give a tree as text. It is read as XML is, and once more as if comments and sections were markup like all else, for
 * a tree may be in one. Both go through the text once, for a device may write anything.
 */
export function maskTreeText(text: string): string {
  if (!text.includes("Value") || !(text.includes("Node") || text.includes("MgmtTree"))) return text;
  const ranges = [...secretValues(text, true), ...secretValues(text, false)].sort(([one], [other]) => one - other);
  let shown = "";
  let from = 0;
  for (const [start, end] of ranges) {
    if (end <= from) continue;
    shown += start < from ? "" : text.slice(from, start) + SECRET_MASK;
    from = end;
  }
  return shown + text.slice(from);
}

function secretValues(text: string, asXml: boolean): readonly Range[] {
  const found: Range[] = [];
  const ends = new ValueEnds(text, asXml);
  const asides = new Asides(text);
  const isPart = beginsInside(text);
  const outermost: OpenNode = { isSecret: isPart, values: [] };
  const open: OpenNode[] = [outermost];
  const close = ({ isSecret, values }: OpenNode) => {
    if (isSecret) for (const range of values) found.push(range);
  };
  let isFirst = true;
  TAG.lastIndex = 0;
  for (let at = 0; ; ) {
    TAG.lastIndex = at;
    const tag = TAG.exec(text);
    if (!tag) break;
    const behindAside = asXml ? asides.around(at, tag.index) : null;
    if (behindAside !== null) {
      at = behindAside;
      continue;
    }
    const [, slash, name] = tag;
    at = TAG.lastIndex;
    const node = open.at(-1) ?? outermost;
    if (name === "Node") {
      if (!slash) open.push({ isSecret: false, values: [] });
      else if (open.length > 1) close(open.pop() ?? outermost);
      else {
        close(outermost);
        Object.assign(outermost, { isSecret: isPart, values: [] });
      }
    } else if (slash) {
      if (isFirst && isPart && name === "Value") found.push([0, tag.index]);
    } else {
      const content = contentAt(text, at);
      if (content !== null && (name === "NodeName" || name === "Name")) {
        const isSecret = isSecretName(text, content);
        node.isSecret = node === outermost ? isSecret : node.isSecret || isSecret;
      } else if (content !== null && name === "Value") {
        const end = ends.behind(content);
        if (end > content) node.values.push([content, end]);
        if (asXml) at = end;
      }
    }
    isFirst = false;
  }
  for (const node of open) close(node);
  return found;
}

/** Whether a text is a part of a tree that began in a message before: something ends in it that it does not begin. */
function beginsInside(text: string): boolean {
  TAG.lastIndex = 0;
  const [, slash, name] = TAG.exec(text) ?? [];
  if (!slash && (name === "Node" || name === "MgmtTree")) return false;
  return /<\/(?:[^\s<>/!?]*:)?(?:Node|MgmtTree)\b/.test(text);
}

/** Where the content of an element begins whose tag's name ends here; null where it has none. */
function contentAt(text: string, from: number): number | null {
  let quote = "";
  for (let at = from; at < text.length && text[at] !== "<"; at += 1) {
    const character = text[at] ?? "";
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ">") return text[at - 1] === "/" ? null : at + 1;
  }
  return null;
}

/** Comments, instructions and sections, asked for from the beginning of a text to its end. */
class Asides {
  readonly #next = ASIDES.map(() => -1);

  constructor(private readonly text: string) {}

  /** The end of the one that a place is in, of those that begin from here on; null: it is in none. */
  around(from: number, place: number): number | null {
    for (let at: number | null = from; ; ) {
      at = this.#before(at, place);
      if (at === null || at > place) return at;
    }
  }

  /** The end of the first comment or instruction that begins from here on and before a place; null: none that ends. */
  #before(from: number, place: number): number | null {
    let first: number | null = null;
    let end: number | null = null;
    for (const [kind, [start, stop]] of ASIDES.entries()) {
      if (start === "<![CDATA[") continue;
      let at = this.#next[kind] ?? -1;
      if (at < from) {
        const found = this.text.indexOf(start, from);
        at = found < 0 ? Number.POSITIVE_INFINITY : found;
        this.#next[kind] = at;
      }
      if (at >= place || (first !== null && at > first)) continue;
      const over = this.text.indexOf(stop, at + start.length);
      // None of that kind ends any more.
      if (over < 0) this.#next[kind] = Number.POSITIVE_INFINITY;
      else [first, end] = [at, over + stop.length];
    }
    return end;
  }
}

const VALUE_END = /<!\[CDATA\[|<!--|<\/(?:[^\s<>/!?]*:)?Value(?=[\s>]|$)/g;
const VALUE_END_PLAIN = /<\/(?:[^\s<>/!?]*:)?Value(?=[\s>]|$)/g;

/** Where values end, asked for from the beginning of a text to its end; where none ends, at the end of the text. */
class ValueEnds {
  #end = -1;

  constructor(
    private readonly text: string,
    private readonly asXml: boolean,
  ) {}

  behind(from: number): number {
    if (this.#end < from) this.#end = this.#find(from);
    return this.#end;
  }

  #find(from: number): number {
    const pattern = this.asXml ? VALUE_END : VALUE_END_PLAIN;
    for (let at = from; at <= this.text.length; ) {
      pattern.lastIndex = at;
      const found = pattern.exec(this.text);
      if (!found) break;
      const aside = ASIDES.find(([start]) => start === found[0]);
      if (!aside) return found.index;
      const over = this.text.indexOf(aside[1], pattern.lastIndex);
      if (over < 0) break;
      at = over + aside[1].length;
    }
    return this.text.length;
  }
}

function isSecretName(text: string, start: number): boolean {
  const given = text.slice(start, start + NAME_CHARACTERS_MAX);
  const [raw = ""] = NAME_PARTS.exec(given) ?? [];
  if (raw.length === NAME_CHARACTERS_MAX) return true;
  const name = raw.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, "").replace(/<!\[CDATA\[|\]\]>/g, "");
  return isSecretLeaf(withoutReferences(name).replaceAll("\0", "").trim());
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const CODE_POINT_MAX = 0x10ffff;

/** A text with its character references followed [XML 1.0, 4.1]. */
export function withoutReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,10})|#x([\dA-Fa-f]{1,8})|(amp|lt|gt|quot|apos));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= CODE_POINT_MAX ? String.fromCodePoint(code) : whole;
  });
}
