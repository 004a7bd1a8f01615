import {
  DecodeError,
  type Effect,
  type NodeReading,
  nodeName,
  parentUri,
  parseNodeAddress,
  readTnds,
  SECRET_MASK,
  TNDS_TYPE,
} from "../../oma-dm";
import { withoutDownloadTokens } from "./download-url";
import type { FactsDocument } from "./save-document";

/** Of one serialised tree; the device's tree is bounded elsewhere. */
const TREE_NODES_MAX = 5_000;

/**
 * What a message says of the device's tree, each node once: nodes with their values, and access control lists. A
 * serialised tree (TNDS) is taken apart; properties other than the list are not kept, nor are tokens of downloads. DevInfo leaves come in every
 * session: they are written again only when one of them is new.
 */
export function treeFactsOf(
  effects: readonly Effect[],
  deviceInfoToo: boolean,
): Required<Pick<FactsDocument, "nodes" | "acls">> {
  if (!effects.some(({ kind }) => kind === "nodes" || (kind === "device_info" && deviceInfoToo))) return NOTHING_TOLD;
  const nodes = new Map<string, NodeReading>();
  const acls = new Map<string, string>();
  for (const effect of effects) {
    if (effect.kind === "device_info" && deviceInfoToo) {
      for (const [uri, value] of Object.entries(effect.values)) nodes.set(uri, { uri, format: "chr", value });
    } else if (effect.kind === "nodes") for (const reading of effect.nodes) take(reading, nodes, acls);
  }
  return { nodes: toldNodes(nodes), acls: [...acls].map(([uri, acl]) => ({ uri, acl })) };
}

const NOTHING_TOLD = { nodes: [], acls: [] };

/**
 * The nodes of which something is told. A list tells the children of an interior node by naming them, not by its value:
 * the value is made of their names, which may be all that is known of one.
 */
function toldNodes(nodes: ReadonlyMap<string, NodeReading>): NodeReading[] {
  const all = [...nodes.values()].map(withoutToken);
  if (!all.some(isListed)) return all;
  const children = new Map<string, string[]>();
  for (const { uri } of all) {
    const parent = parentUri(uri);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), nodeName(uri)]);
  }
  return all
    .filter(({ untold }) => !untold)
    .map((node) => (isListed(node) ? { ...node, value: children.get(node.uri)?.join("/") ?? "" } : node));
}

function withoutToken(node: NodeReading): NodeReading {
  const value = withoutDownloadTokens(node.value, SECRET_MASK);
  return value === node.value ? node : { ...node, value };
}

/** A node as lists tell them. A Get of an interior node that is empty looks the same, and stays as it is. */
function isListed({ format, value, untold }: NodeReading): boolean {
  return untold === true || (format === "node" && value === "");
}

function take(reading: NodeReading, nodes: Map<string, NodeReading>, acls: Map<string, string>): void {
  const isPlain = !reading.uri.includes("?");
  const isTree = reading.type?.toLowerCase() === TNDS_TYPE;
  if (isPlain && !isTree) {
    nodes.set(reading.uri, reading);
    return;
  }
  const address = parseNodeAddress(reading.uri);
  if (address?.query?.kind === "property") {
    if (address.query.property === "ACL") acls.set(address.uri, reading.value);
  } else if (address && isTree) takeTree(address.uri, reading.value, nodes, acls);
}

/** The first node of a tree that was asked for is the node itself. A tree that cannot be read says nothing. */
function takeTree(uri: string, text: string, nodes: Map<string, NodeReading>, acls: Map<string, string>): void {
  try {
    const { records } = readTnds(Buffer.from(text), "xml", parentUri(uri) ?? ".");
    for (const { uri: at, format, type, value, acl } of records.slice(0, TREE_NODES_MAX)) {
      const isUntold = value === null && format !== "node";
      const about = { uri: at, format, ...(type !== null && { type }) };
      nodes.set(at, { ...about, value: value ?? "", ...(isUntold && { untold: true as const }) });
      if (acl !== undefined) acls.set(at, acl);
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
}
