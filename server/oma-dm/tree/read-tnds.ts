import { DECODE_LIMITS, type DecodeLimits } from "../decode-limits";
import type { Element, Encoding } from "../element";
import { decodeBase64, encodeBase64 } from "../security";
import { decodeWbxml } from "../wbxml";
import { decodeXml } from "../xml";
import { parseAcl } from "./acl";
import { findFormat, type NodeFormat } from "./node-properties";
import { childOf, childrenOf, textOf, wordOf } from "./tree-elements";
import { type TreeProblem, TreeProblems, type TreeRecord } from "./tree-record";
import { canonicalUri } from "./uri";

/** Nodes that are read of one document. */
const NODES_MAX = 10_000;
const VER_NO_MAX = 65_535;
const SIZE_MAX = 4_294_967_295;

export interface TndsDocument {
  readonly manufacturer: string | null;
  readonly model: string | null;
  /** A node comes before what stands below it. */
  readonly records: readonly TreeRecord[];
  /** Empty for a document that says what it should. */
  readonly problems: readonly TreeProblem[];
}

/**
 * Reads a serialised management tree (TNDS, `application/vnd.syncml.dmtnds+xml` or `+wbxml`). Its nodes stand at and
 * below `base`: in an Add the node that is its Target, in the answer to `./A/B?list=TNDS` the node above, `./A`.
 *
 * A node that is no node, or comes a second time, is left out with all below it; whatever else is odd is kept as it
 * is and told. In WBXML the value of a `bin` node is its octets, in XML their base64.
 *
 * Throws DecodeError. Source: OMA-TS-DM_TND 1.2.1, serialisation.
 */
export function readTnds(
  octets: Uint8Array,
  encoding: Encoding,
  base: string,
  limits: DecodeLimits = DECODE_LIMITS,
): TndsDocument {
  const { root } = encoding === "xml" ? decodeXml(octets, limits) : decodeWbxml(octets, limits);
  const reader = new TndsReader(encoding);
  if (root.vocabulary !== "dmddf" || root.name !== "MgmtTree") reader.problems.note("not_a_tree", base, root.name);
  else reader.readTree(root, base);
  return {
    manufacturer: wordOf(root, "Man"),
    model: wordOf(root, "Mod"),
    records: [...reader.records.values()],
    problems: reader.problems.list,
  };
}

class TndsReader {
  readonly records = new Map<string, TreeRecord>();
  readonly problems = new TreeProblems();

  constructor(private readonly encoding: Encoding) {}

  readTree(tree: Element, base: string): void {
    for (const node of childrenOf(tree)) {
      if (node.name !== "Node") continue;
      const path = wordOf(node, "Path") ?? ".";
      const below = canonicalUri(path);
      const parent = below === null || below.includes("?") ? null : canonicalUri(base + below.slice(1));
      if (parent === null) this.problems.note("bad_path", base, path);
      else this.readNode(node, parent);
    }
  }

  private readNode(node: Element, parent: string): void {
    const uri = this.uriOf(node, parent);
    if (uri === null) return;
    if (this.records.has(uri)) {
      this.problems.note("duplicate", uri);
      return;
    }
    if (this.records.size >= NODES_MAX) {
      this.problems.note("too_many_nodes", uri, `more than ${NODES_MAX}`);
      return;
    }
    const children = childrenOf(node).filter((child) => child.name === "Node");
    const properties = childOf(node, "RTProperties");
    const format = this.formatOf(properties, uri, children.length > 0);
    if (format !== "node" && children.length > 0) this.problems.note("children_of_leaf", uri, format);
    this.records.set(uri, {
      uri,
      format,
      type: typeOf(properties),
      value: this.valueOf(node, uri, format),
      ...this.furtherProperties(properties, uri),
    });
    for (const child of children) this.readNode(child, uri);
  }

  /** A document that begins at the root calls its first node `.` or nothing at all. */
  private uriOf(node: Element, parent: string): string | null {
    const named = textOf(node, "NodeName") || wordOf(childOf(node, "RTProperties"), "Name") || ".";
    if (named === "." || named === "/") {
      if (this.records.size === 0) return parent;
      this.problems.note("bad_name", parent, named);
      return null;
    }
    if (/[/?]/.test(named)) {
      this.problems.note("bad_name", parent, named);
      return null;
    }
    const uri = canonicalUri(`${parent}/${named}`);
    if (uri === null) this.problems.note("bad_uri", parent, named);
    return uri;
  }

  private formatOf(properties: Element | undefined, uri: string, hasChildren: boolean): NodeFormat {
    const element = childOf(properties, "Format");
    const written = childrenOf(element)[0]?.name ?? wordOf(properties, "Format");
    const format = findFormat(written ?? "");
    if (format !== null) return format;
    if (written === null) this.problems.note("no_format", uri);
    else this.problems.note("unknown_format", uri, written);
    return hasChildren ? "node" : "chr";
  }

  private valueOf(node: Element, uri: string, format: NodeFormat): string | null {
    const element = childOf(node, "Value");
    if (!element) return null;
    if (format === "node") {
      if (element.content.length > 0) this.problems.note("value_of_interior", uri);
      return null;
    }
    const { content } = element;
    if (content instanceof Uint8Array) return encodeBase64(content);
    if (typeof content !== "string") {
      this.problems.note("bad_value", uri, content[0]?.name);
      return null;
    }
    if (format === "bin" && this.encoding === "wbxml") return encodeBase64(Buffer.from(content));
    const text = content.replace(/\0+$/, "");
    return format === "bin" || format === "b64" ? this.base64Of(text, uri) : text;
  }

  private base64Of(text: string, uri: string): string {
    const bare = text.replace(/\s+/g, "");
    if (decodeBase64(bare) === null) this.problems.note("bad_value", uri, bare);
    return bare;
  }

  private furtherProperties(properties: Element | undefined, uri: string): Partial<TreeRecord> {
    const acl = textOf(properties, "ACL")?.trim() ?? null;
    const title = textOf(properties, "Title");
    const tStamp = wordOf(properties, "TStamp");
    const verNo = this.numberOf(properties, "VerNo", VER_NO_MAX, uri);
    const size = this.numberOf(properties, "Size", SIZE_MAX, uri);
    if (acl !== null && parseAcl(acl) === null) this.problems.note("bad_acl", uri, acl);
    return {
      ...(acl !== null && { acl }),
      ...(title !== null && { title }),
      ...(tStamp !== null && { tStamp }),
      ...(verNo !== null && { verNo }),
      ...(size !== null && { size }),
    };
  }

  private numberOf(properties: Element | undefined, name: string, max: number, uri: string): number | null {
    const word = wordOf(properties, name);
    if (word === null) return null;
    const value = /^\d{1,10}$/.test(word) ? Number(word) : Number.NaN;
    if (value <= max) return value;
    this.problems.note("bad_number", uri, `${name} ${word}`);
    return null;
  }
}

/** MIME type or management object id; clients were seen to write the text without an element around it. */
function typeOf(properties: Element | undefined): string | null {
  const element = childOf(properties, "Type");
  return wordOf(element, "MIME") ?? wordOf(element, "DDFName") ?? wordOf(properties, "Type");
}
