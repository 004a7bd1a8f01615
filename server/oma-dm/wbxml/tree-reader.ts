import type { DecodeBudget } from "../decode-budget";
import { DecodeError } from "../decode-error";
import type { DecodeLimits } from "../decode-limits";
import type { Dialect, Element } from "../element";
import { isCutUtf8 } from "../utf8";
import { AttributeReader } from "./attributes";
import { CODE_PAGES, type CodePage, type Tag } from "./code-pages";
import { END, STR_I, SWITCH_PAGE, TAG_CODE, TAG_CODE_MIN, WITH_ATTRIBUTES, WITH_CONTENT } from "./global-tokens";
import { readHeader, VERSION_MAX, VERSION_MIN, type WbxmlHeader } from "./header";
import { saysOctets } from "./octet-data";
import { WbxmlReader } from "./reader";
import { TextPieces } from "./text-pieces";
import { readTextToken } from "./text-tokens";

/** The header and the public identifier of a management tree document. */
const EMBEDDED_OCTETS_MIN = 30;

/** A message has one chunk of a large object at most; what begins like a document more often than this is not read. */
const EMBEDDED_FAILURES_MAX = 16;

/** Reads the body of one document into elements, and what is special about it for those who finish it. */
export class TreeReader {
  /** OPAQUE content that does not look like text, and where each begins. */
  readonly octetsFound = new Map<Uint8Array, number>();
  /** Whether a management tree came as a document of its own inside this one. */
  embeddedTreeFound = false;

  private embeddedFailures = 0;
  private readonly reader: WbxmlReader;
  private readonly header: WbxmlHeader;
  private readonly budget: DecodeBudget;
  private readonly limits: DecodeLimits;
  private readonly depthMax: number;
  private readonly attributes: AttributeReader | undefined;
  private readonly pages: readonly CodePage[];
  /**
   * Children of the elements that are open, the innermost's last, up to `openCount`. What an element has is copied out when it
   * is whole: an array that grows child by child takes room for seventeen as soon as there are two.
   */
  private readonly open: Element[] = [];
  private openCount = 0;
  /** The tags of the current code page, which stays across the ends of elements. */
  private tags: CodePage["tags"];

  constructor(reader: WbxmlReader, header: WbxmlHeader, dialect: Dialect, budget: DecodeBudget, limits: DecodeLimits) {
    this.reader = reader;
    this.header = header;
    this.budget = budget;
    this.limits = limits;
    this.depthMax = dialect === "DM DDF 1.2" ? limits.treeDepthMax : limits.depthMax;
    this.attributes = dialect === "PROV 1.0" ? new AttributeReader(reader, header, budget) : undefined;
    this.pages = CODE_PAGES[dialect];
    this.tags = this.pageTags(0);
  }

  /** The one root element; nothing may follow it. Throws DecodeError. */
  readRoot(): Element {
    const { reader } = this;
    let token = reader.u8();
    while (token === SWITCH_PAGE) {
      this.tags = this.pageTags(reader.u8());
      token = reader.u8();
    }
    const root = this.element(token, 1);
    if (reader.position < reader.end) throw new DecodeError("TRAILING_OCTETS", reader.position);
    return root;
  }

  /** The element of a tag octet that the reader has just passed. `depth` of the root is 1. */
  private element(token: number, depth: number): Element {
    const offset = this.reader.position - 1;
    const tag = this.tags[token & TAG_CODE];
    if (tag === undefined) throw this.unknown(token, offset);
    if (depth > this.depthMax) throw new DecodeError("LIMIT_DEPTH", offset);
    this.budget.takeElement(offset);
    const { vocabulary, name } = tag;
    if (token >= WITH_ATTRIBUTES) return this.elementWithAttributes(tag, token, depth);
    return { vocabulary, name, content: (token & WITH_CONTENT) === 0 ? "" : this.content(tag, depth) };
  }

  private elementWithAttributes(tag: Tag, token: number, depth: number): Element {
    if (this.attributes === undefined) {
      throw new DecodeError("UNSUPPORTED_TOKEN", this.reader.position - 1, "attributes");
    }
    const attributes = this.attributes.read();
    const content = (token & WITH_CONTENT) === 0 ? "" : this.content(tag, depth);
    return { vocabulary: tag.vocabulary, name: tag.name, content, attributes };
  }

  /** Content up to its END. Most elements are one inline string: that is read without further ado. */
  private content(tag: Tag, depth: number): Element["content"] {
    const { octets, end, position, source } = this.reader;
    if (position < end && octets[position] === STR_I) {
      const start = position + 1;
      let nul = start;
      let bits = 0;
      let octet = 0;
      while (nul < end) {
        octet = octets[nul] as number;
        if (octet === 0) break;
        bits |= octet;
        nul += 1;
      }
      if (nul + 1 < end && octets[nul + 1] === END) {
        this.budget.takeText(nul - start, position);
        this.reader.position = nul + 2;
        return bits < 0x80 ? source.single(start, nul) : this.text(tag, start, nul);
      }
    }
    return this.anyContent(tag, depth);
  }

  /** A part of a large object may end within a character: it stays octets. Throws BAD_TEXT. */
  private text({ name }: Tag, start: number, end: number): string | Uint8Array {
    const { octets, source } = this.reader;
    try {
      return source.text(start, end, this.header.charset);
    } catch (error) {
      if (name !== "Data" || this.header.charset !== "UTF-8" || !isCutUtf8(octets, start, end)) throw error;
      return new Uint8Array(octets.subarray(start, end));
    }
  }

  private anyContent(tag: Tag, depth: number): Element["content"] {
    const { reader, open, openCount: first } = this;
    let pieces: TextPieces | undefined;
    for (;;) {
      const token = reader.u8();
      if (token === END) break;
      if (token === SWITCH_PAGE) {
        this.tags = this.pageTags(reader.u8());
      } else if ((token & TAG_CODE) >= TAG_CODE_MIN) {
        const child = this.element(token, depth + 1);
        open[this.openCount] = child;
        this.openCount += 1;
      } else {
        pieces ??= new TextPieces(reader.source, this.header.charset);
        if (!readTextToken(token, reader, this.header, this.budget, pieces))
          throw this.unknown(token, reader.position - 1);
      }
      if (pieces !== undefined && this.openCount > first && !pieces.isBlank()) {
        throw new DecodeError("MIXED_CONTENT", reader.position - 1, `in ${tag.name}`);
      }
    }
    if (this.openCount > first) {
      const children = open.slice(first, this.openCount);
      this.openCount = first;
      return children;
    }
    return pieces === undefined ? "" : this.textContent(tag, pieces);
  }

  private textContent(tag: Tag, pieces: TextPieces): Element["content"] {
    const octets = pieces.onlyOctets();
    if (octets !== undefined && tag.name === "Data" && tag.vocabulary === "syncml") {
      const tree = this.embeddedTree(octets.start, octets.end);
      if (tree !== undefined) return [tree];
    }
    if (octets !== undefined && this.isOctetValue(tag)) {
      return new Uint8Array(this.reader.octets.subarray(octets.start, octets.end));
    }
    const content = pieces.content();
    if (typeof content !== "string") this.octetsFound.set(content, octets?.start ?? this.reader.position);
    return content;
  }

  /** Whether the value that is being read is octets, also where they could be a text: what stands before it says so. */
  private isOctetValue({ name }: Tag): boolean {
    const before = this.open[this.openCount - 1];
    return (name === "Data" || name === "Value") && before !== undefined && saysOctets(before);
  }

  /**
   * The management tree (TNDS) that an OPAQUE holds as a document of its own. Undefined when it holds something else,
   * or a part of such a document: a large object comes in chunks, and only the whole of it can be read.
   */
  private embeddedTree(start: number, end: number): Element | undefined {
    if (this.embeddedFailures === EMBEDDED_FAILURES_MAX || !mayBeDocument(this.reader.octets, start, end))
      return undefined;
    this.embeddedFailures += 1;
    const reader = new WbxmlReader(this.reader.source, start, end);
    const header = attempt(() => readHeader(reader, this.limits));
    if (header?.dialect !== "DM DDF 1.2") return undefined;
    const inner = new TreeReader(reader, header, header.dialect, this.budget, this.limits);
    const tree = attempt(() => inner.readRoot(), isBoundReached);
    if (tree?.vocabulary !== "dmddf" || tree.name !== "MgmtTree") return undefined;
    this.embeddedFailures -= 1;
    this.embeddedTreeFound = true;
    return tree;
  }

  private pageTags(number: number): CodePage["tags"] {
    const page = this.pages[number];
    if (page === undefined) throw new DecodeError("UNKNOWN_PAGE", this.reader.position - 1, `code page ${number}`);
    return page.tags;
  }

  private unknown(token: number, offset: number): DecodeError {
    const code = (token & TAG_CODE) < TAG_CODE_MIN ? "UNSUPPORTED_TOKEN" : "UNKNOWN_TAG";
    return new DecodeError(code, offset, `0x${token.toString(16).padStart(2, "0")}`);
  }
}

/** A management tree document names its type by a string; nothing shorter can be one. A look that costs nothing. */
function mayBeDocument(octets: Uint8Array, start: number, end: number): boolean {
  const version = octets[start] as number;
  return (
    end - start >= EMBEDDED_OCTETS_MIN && version >= VERSION_MIN && version <= VERSION_MAX && octets[start + 1] === 0
  );
}

function isBoundReached(error: DecodeError): boolean {
  return error.code.startsWith("LIMIT_");
}

/** What `read` answers; undefined when the octets cannot be read and it is no error that `isFatal` picks. */
function attempt<T>(read: () => T, isFatal: (error: DecodeError) => boolean = () => false): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError && !isFatal(error)) return undefined;
    throw error;
  }
}
