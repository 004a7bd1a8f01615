import {
  DecodeError,
  type Effect,
  type NodeReading,
  parentUri,
  parseNodeAddress,
  readTnds,
  TNDS_TYPE,
} from "../../oma-dm";
import type { FactsDocument } from "./save-document";

/** Of one serialised tree; the device's tree is bounded elsewhere. */
const TREE_NODES_MAX = 5_000;

/**
 * What a message says of the device's tree, each node once: nodes with their values, and access control lists. A
 * serialised tree (TNDS) is taken apart; properties other than the list are not kept. DevInfo leaves come in every
 * session: they are written again only when one of them is new.
 */
export function treeFactsOf(
  effects: readonly Effect[],
  deviceInfoToo: boolean,
): Required<Pick<FactsDocument, "nodes" | "acls">> {
  const nodes = new Map<string, NodeReading>();
  const acls = new Map<string, string>();
  for (const effect of effects) {
    if (effect.kind === "device_info" && deviceInfoToo) {
      for (const [uri, value] of Object.entries(effect.values)) nodes.set(uri, { uri, format: "chr", value });
    } else if (effect.kind === "nodes") for (const reading of effect.nodes) take(reading, nodes, acls);
  }
  return { nodes: [...nodes.values()], acls: [...acls].map(([uri, acl]) => ({ uri, acl })) };
}

function take(reading: NodeReading, nodes: Map<string, NodeReading>, acls: Map<string, string>): void {
  const isPlain = !reading.uri.includes("?");
  if (isPlain && reading.type !== TNDS_TYPE) {
    nodes.set(reading.uri, reading);
    return;
  }
  const address = parseNodeAddress(reading.uri);
  if (address?.query?.kind === "property") {
    if (address.query.property === "ACL") acls.set(address.uri, reading.value);
  } else if (address && reading.type === TNDS_TYPE) takeTree(address.uri, reading.value, nodes, acls);
}

/** The first node of a tree that was asked for is the node itself. A tree that cannot be read says nothing. */
function takeTree(uri: string, text: string, nodes: Map<string, NodeReading>, acls: Map<string, string>): void {
  try {
    const { records } = readTnds(Buffer.from(text), "xml", parentUri(uri) ?? ".");
    for (const { uri: at, format, type, value, acl } of records.slice(0, TREE_NODES_MAX)) {
      const isTold = value !== null || format === "node";
      if (isTold) nodes.set(at, { uri: at, format, value: value ?? "", ...(type !== null && { type }) });
      if (acl !== undefined) acls.set(at, acl);
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
}
