import { findFormat, parentUri, parseNodeAddress, TNDS_TYPE, type TreeRecord, writeTnds } from "../server/oma-dm/tree";
import type { DeviceTree, GivenNode } from "./device-tree";

/** A node in the answer to a `?list=`; its value is null where it is not told. */
export interface ListedNode extends Omit<GivenNode, "value"> {
  readonly value: string | null;
}

interface ListAnswer {
  readonly status: number;
  readonly list?: readonly ListedNode[];
}

/**
 * The answer to a Get of `./A?list=Struct`, `StructData` or `TNDS`: the node and what is below it, without the values
 * that the server may not read [OMA-TS-DM_TND 1.2.1]. Null for a Get of anything else.
 */
export function listOf(tree: DeviceTree, address: string, serverId: string): ListAnswer | null {
  const { uri, query } = parseNodeAddress(address) ?? {};
  if (uri === undefined || query?.kind !== "list") return null;
  const top = tree.get(uri, serverId);
  if (!top.given) return { status: top.status };
  const nodes = withAllBelow(tree, top.given, serverId);
  if (query.attribute === "TNDS") {
    const records = nodes.map(recordOf);
    const value = writeTnds(records, "xml", { base: parentUri(uri) ?? ".", selection: query.selection });
    return { status: 200, list: [{ uri, format: "xml", type: TNDS_TYPE, value: Buffer.from(value).toString("utf8") }] };
  }
  const hasData = query.attribute === "StructData";
  return {
    status: 200,
    list: nodes.map((node) => (hasData && node.format !== "node" ? node : { ...node, value: null })),
  };
}

function withAllBelow(tree: DeviceTree, node: GivenNode, serverId: string): ListedNode[] {
  if (node.format !== "node" || node.value === "") return [node];
  const below = node.value.split("/").flatMap((name): ListedNode[] => {
    const uri = `${node.uri}/${name}`;
    const child = tree.get(uri, serverId).given;
    if (child) return withAllBelow(tree, child, serverId);
    const format = tree.ownValue(uri) === null ? "node" : "chr";
    return [{ uri, format, type: null, value: null }];
  });
  return [node, ...below];
}

function recordOf({ uri, format, type, value }: ListedNode): TreeRecord {
  const known = findFormat(format) ?? "chr";
  return { uri, format: known, type, value: known === "node" ? null : value };
}
