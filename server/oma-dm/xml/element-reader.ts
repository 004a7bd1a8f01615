import { DecodeBudget } from "../decode-budget";
import { DecodeError } from "../decode-error";
import type { DecodeLimits } from "../decode-limits";
import type { Dialect, Element } from "../element";
import { ownAttributes, type XmlAttribute } from "./attributes";
import {
  AMPERSAND,
  CARRIAGE_RETURN,
  COLON,
  EXCLAMATION,
  GREATER_THAN,
  HYPHEN,
  LEFT_BRACKET,
  LESS_THAN,
  QUESTION,
  SLASH,
  SPACE,
} from "./characters";
import { type ElementNames, nameHash } from "./element-names";
import { skipComment, skipInstruction } from "./prolog";
import type { XmlReader } from "./reader";
import { ReferenceReader } from "./references";
import { StartTagAttributes } from "./start-tag-attributes";
import { type Surroundings, SurroundingsOf } from "./surroundings";
import { TextRuns } from "./text";

/** No octet above it ends a name or a run of text, so that most letters cost one comparison. */
const MARKUP_MAX = GREATER_THAN;

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

/** Reads the root element of a document, of which the type is known, and all below it. */
export class ElementReader {
  private readonly reader: XmlReader;
  private readonly budget: DecodeBudget;
  private readonly references: ReferenceReader;
  private readonly surroundings: SurroundingsOf;
  private readonly attributes: StartTagAttributes;
  private readonly depthMax: number;

  constructor(reader: XmlReader, dialect: Dialect, limits: DecodeLimits) {
    this.reader = reader;
    this.budget = new DecodeBudget(limits);
    this.references = new ReferenceReader(reader, limits.referencesMax);
    this.surroundings = new SurroundingsOf(dialect);
    this.attributes = new StartTagAttributes(reader, this.references, this.budget, this.surroundings);
    this.depthMax = limits.treeDepthMax;
  }

  /** The reader stands behind the `<` of the root's tag. Throws DecodeError. */
  readRoot(): Element {
    return this.element(this.surroundings.ofRoot(), 1);
  }

  private element(above: Surroundings, depth: number): Element {
    const { reader } = this;
    const { octets, end, position: nameStart } = reader;
    if (depth > this.depthMax) throw new DecodeError("LIMIT_DEPTH", nameStart - 1);
    this.budget.takeElement(nameStart - 1);
    let local = nameStart;
    let nameEnd = nameStart;
    let hash = 0;
    let octet = 0;
    for (; nameEnd < end; nameEnd += 1) {
      octet = octets[nameEnd] as number;
      if (octet > MARKUP_MAX) {
        hash = nameHash(hash, octet);
      } else if (octet === COLON) {
        local = nameEnd + 1;
        hash = 0;
      } else if (octet === GREATER_THAN || octet === SLASH || octet <= SPACE) {
        break;
      } else {
        hash = nameHash(hash, octet);
      }
    }
    reader.position = nameEnd;
    const { attributes, here } =
      octet === GREATER_THAN ? { attributes: NO_ATTRIBUTES, here: above } : this.attributes.read(above);
    const prefixed = local !== nameStart;
    let names = prefixed ? this.prefixNames(here, nameStart, local - 1) : here.names;
    let tag = names.find(octets, local, nameEnd, hash);
    if (tag === undefined && !prefixed) {
      names = here.otherwise;
      tag = names.find(octets, local, nameEnd, hash);
    }
    if (tag === undefined) throw this.unknownTag(nameStart, nameEnd);
    const content = this.content(this.surroundings.children(tag, names, prefixed, here), nameStart, nameEnd, depth);
    const { vocabulary, name } = tag;
    const own = vocabulary === "prov" ? ownAttributes(attributes) : undefined;
    return own === undefined ? { vocabulary, name, content } : { vocabulary, name, content, attributes: own };
  }

  private prefixNames(here: Surroundings, start: number, end: number): ElementNames {
    const prefix = this.reader.source.text(start, end, this.reader.charset);
    const names = here.prefixes.get(prefix);
    if (names === undefined) throw new DecodeError("UNKNOWN_PAGE", start, `prefix ${prefix}`);
    return names;
  }

  private unknownTag(start: number, end: number): DecodeError {
    if (end === this.reader.end) return new DecodeError("TRUNCATED", end);
    if (start === end) return new DecodeError("MALFORMED", start, "name expected");
    return new DecodeError("UNKNOWN_TAG", start, this.reader.source.single(start, Math.min(end, start + 64)));
  }

  /** From the `>` or `/>` of the start tag to the end tag. Most elements are one run of text: that goes straight on. */
  private content(inside: Surroundings, nameStart: number, nameEnd: number, depth: number): Element["content"] {
    const { reader } = this;
    const { octets, end, source } = reader;
    if (reader.peek() === SLASH) {
      reader.expect("/>");
      return "";
    }
    reader.position += 1;
    const start = reader.position;
    let position = start;
    let bits = 0;
    let octet = 0;
    for (; position < end; position += 1) {
      octet = octets[position] as number;
      if (octet <= LESS_THAN && (octet === LESS_THAN || octet === AMPERSAND || octet === CARRIAGE_RETURN)) break;
      bits |= octet;
    }
    if (octet !== LESS_THAN || octets[position + 1] !== SLASH) {
      return this.anyContent(inside, nameStart, nameEnd, depth);
    }
    this.budget.takeText(position - start, start);
    const text = bits < 0x80 ? source.single(start, position) : source.text(start, position, reader.charset);
    reader.position = position + 2;
    this.endTag(nameStart, nameEnd);
    return text;
  }

  private anyContent(inside: Surroundings, nameStart: number, nameEnd: number, depth: number): Element["content"] {
    const { reader } = this;
    const children: Element[] = [];
    let runs: TextRuns | undefined;
    for (;;) {
      if (reader.peek() !== LESS_THAN) {
        runs ??= new TextRuns(reader, this.references, this.budget);
        runs.readCharacters();
      }
      const next = reader.octets[reader.position + 1];
      if (next === SLASH) {
        reader.position += 2;
        this.endTag(nameStart, nameEnd);
        break;
      }
      if (next === EXCLAMATION) {
        runs = this.declaration(runs);
      } else if (next === QUESTION) {
        skipInstruction(reader);
      } else {
        reader.position += 1;
        children.push(this.element(inside, depth + 1));
      }
      if (runs !== undefined && !runs.blank && children.length > 0) {
        throw new DecodeError("MIXED_CONTENT", reader.position);
      }
    }
    if (children.length === 0) return runs === undefined ? "" : runs.text;
    if (runs !== undefined && !runs.blank) throw new DecodeError("MIXED_CONTENT", reader.position);
    return children;
  }

  /** What begins with `<!` inside an element: a comment, or a CDATA section, which is text. */
  private declaration(runs: TextRuns | undefined): TextRuns | undefined {
    const { reader } = this;
    const next = reader.octets[reader.position + 2];
    if (next === HYPHEN) {
      skipComment(reader);
      return runs;
    }
    if (next === LEFT_BRACKET) {
      const text = runs ?? new TextRuns(reader, this.references, this.budget);
      text.readCdata();
      return text;
    }
    throw new DecodeError(next === undefined ? "TRUNCATED" : "DTD_REFUSED", reader.position);
  }

  /** The reader stands behind `</`. Throws MALFORMED where another element ends. */
  private endTag(nameStart: number, nameEnd: number): void {
    const { reader } = this;
    const { octets } = reader;
    const start = reader.position;
    const length = nameEnd - nameStart;
    for (let index = 0; index < length; index += 1) {
      if (octets[start + index] === octets[nameStart + index]) continue;
      if (start + index >= reader.end) throw new DecodeError("TRUNCATED", reader.end);
      throw reader.malformed(`</${reader.source.single(nameStart, nameEnd)}> expected`);
    }
    reader.position = start + length;
    if (octets[reader.position] !== GREATER_THAN) reader.skipWhiteSpace();
    if (reader.peek() !== GREATER_THAN) throw reader.malformed("> expected");
    reader.position += 1;
  }
}
