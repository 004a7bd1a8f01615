import { type Element, type Encoding, element } from "../element";
import { decodeBase64 } from "../security";
import { encodeWbxml } from "../wbxml";
import { encodeXml } from "../xml";
import { selectedParts, type TndsPart, type TndsSelection } from "./node-address";
import type { TreeRecord } from "./tree-record";
import { isAtOrBelow, nodeName, parentUri } from "./uri-parts";

const DTD_VERSION = "1.2";

interface TndsOptions {
  /** What the paths of the document are relative to; the root when left out. What is not below it is left out. */
  readonly base?: string;
  readonly selection?: TndsSelection;
  readonly manufacturer?: string | null;
  readonly model?: string | null;
  /** XML only: each element on a line of its own, for people. */
  readonly indented?: boolean;
}

/**
 * Writes nodes as a serialised management tree (TNDS). A node stands in the one above it; one whose parent is not
 * among the records stands at the top with its Path. Siblings keep their order.
 *
 * The value of a `bin` node is octets in WBXML and base64 in XML; one that is no base64 is written as it is.
 * Source: OMA-TS-DM_TND 1.2.1, serialisation; element order as in its DTD.
 */
export function writeTnds(records: readonly TreeRecord[], encoding: Encoding, options: TndsOptions = {}): Uint8Array {
  const root = treeElement(records, encoding, options);
  const document = { dialect: "DM DDF 1.2" as const, root };
  return encoding === "xml" ? encodeXml(document, { indented: options.indented ?? false }) : encodeWbxml(document);
}

function treeElement(records: readonly TreeRecord[], encoding: Encoding, options: TndsOptions): Element {
  const base = options.base ?? ".";
  const known = new Set(records.map((record) => record.uri));
  const tops: TreeRecord[] = [];
  const below = new Map<string, TreeRecord[]>();
  for (const record of records) {
    const parent = parentUri(record.uri);
    if (!isAtOrBelow(record.uri, base)) continue;
    const siblings = below.get(parent ?? "");
    // The base itself comes first: only there a node may be without a name.
    if (record.uri === base) tops.unshift(record);
    else if (parent === null || !known.has(parent) || !isAtOrBelow(parent, base)) tops.push(record);
    else if (siblings) siblings.push(record);
    else below.set(parent, [record]);
  }
  const writer = new NodeWriter(base, encoding, selectedParts(options.selection ?? null), below);
  const { manufacturer, model } = options;
  return dmddf("MgmtTree", [
    dmddf("VerDTD", DTD_VERSION),
    ...(manufacturer ? [dmddf("Man", manufacturer)] : []),
    ...(model ? [dmddf("Mod", model)] : []),
    ...tops.map((record) => writer.node(record, pathOf(record.uri, base))),
  ]);
}

/** The URI up to a node, as it stands behind the base; "" where the node is directly below it. */
function pathOf(uri: string, base: string): string {
  const parent = parentUri(uri);
  return parent === null || parent === base || uri === base ? "" : parent.slice(base.length + 1);
}

class NodeWriter {
  constructor(
    private readonly base: string,
    private readonly encoding: Encoding,
    private readonly parts: ReadonlySet<TndsPart>,
    private readonly below: ReadonlyMap<string, readonly TreeRecord[]>,
  ) {}

  node(record: TreeRecord, path: string): Element {
    const children = (this.below.get(record.uri) ?? []).map((child) => this.node(child, ""));
    return dmddf("Node", [
      dmddf("NodeName", record.uri === this.base ? "." : nodeName(record.uri)),
      ...(path === "" ? [] : [dmddf("Path", path)]),
      ...this.properties(record),
      ...children,
      ...this.value(record),
    ]);
  }

  private properties(record: TreeRecord): Element[] {
    const { acl, format, uri, size, title, tStamp, type, verNo } = record;
    const typeName = format === "node" ? "DDFName" : "MIME";
    const texts: readonly (readonly [TndsPart, Element["content"] | undefined])[] = [
      ["ACL", acl],
      ["Format", [dmddf(format)]],
      ["Name", nodeName(uri)],
      ["Size", size?.toString()],
      ["Title", title],
      ["TStamp", tStamp],
      ["Type", [dmddf(typeName, type ?? "")]],
      ["VerNo", verNo?.toString()],
    ];
    const properties = texts.flatMap(([name, content]) =>
      content !== undefined && this.parts.has(name) ? [dmddf(name, content)] : [],
    );
    return properties.length > 0 ? [dmddf("RTProperties", properties)] : [];
  }

  private value({ format, value }: TreeRecord): Element[] {
    if (value === null || format === "node" || !this.parts.has("Value")) return [];
    const octets = format === "bin" && this.encoding === "wbxml" ? decodeBase64(value) : null;
    return [dmddf("Value", octets ?? value)];
  }
}

function dmddf(name: string, content: Element["content"] = ""): Element {
  return element("dmddf", name, content);
}
