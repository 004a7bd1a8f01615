import {
  FUMO_NODES,
  firmwareProfile,
  isFumoId,
  nodeName,
  parentUri,
  readFirmwareState,
  SOFTWARE_LISTS,
  type SoftwareList,
  softwareFacts,
} from "../../oma-dm";
import type { KnownComponent, KnownFirmware, KnownPackage } from "./schemas";

/** A node that is known of a device; of an interior one the value is the names below it. */
export interface KnownObjectNode {
  readonly uri: string;
  readonly type: string | null;
  readonly value: string | null;
  readonly readAt: Date;
}

const FIRMWARE_SIGNS = [FUMO_NODES.pkgName, FUMO_NODES.pkgVersion, FUMO_NODES.downloadAndUpdate] as const;
const ITEM = /^(.+\/Inventory\/(?:Delivered|Deployed))\/[^/]+/;

type Leaves = ReadonlyMap<string, KnownObjectNode>;

/** What is known of a device's firmware objects, in order of their place. */
export function firmwareIn(nodes: readonly KnownObjectNode[], manufacturer: string | null): KnownFirmware[] {
  const byUri = new Map(nodes.map((node) => [node.uri, node]));
  const roots = nodes.flatMap(({ uri, type }) => {
    if (type !== null && isFumoId(type)) return [uri];
    return FIRMWARE_SIGNS.some((name) => name === nodeName(uri)) ? [parentUri(uri) ?? ""] : [];
  });
  const { states } = firmwareProfile(undefined, manufacturer);
  return [...new Set(roots)].sort().flatMap((root) => {
    const [pkgName, pkgVersion, stateNode] = [FUMO_NODES.pkgName, FUMO_NODES.pkgVersion, FUMO_NODES.state].map((name) =>
      byUri.get(`${root}/${name}`),
    );
    const readAt = newest([pkgName, pkgVersion, stateNode, byUri.get(root)]);
    if (!readAt || ITEM.test(root)) return [];
    const state = readFirmwareState(textOf(stateNode) ?? "", states);
    return [
      {
        root,
        pkgName: textOf(pkgName),
        pkgVersion: textOf(pkgVersion),
        state: state?.value ?? null,
        stateMeaning: state?.meaning ?? null,
        readAt,
      },
    ];
  });
}

/** Packages that the device is known to keep. */
export function deliveredIn(nodes: readonly KnownObjectNode[]): KnownPackage[] {
  return itemsIn(nodes, "delivered").map((item) => {
    // A package has neither.
    const { componentId: _id, version: _version, ...facts } = itemFacts("delivered", item);
    return facts;
  });
}

/** Components that are known to be installed. */
export function deployedIn(nodes: readonly KnownObjectNode[]): KnownComponent[] {
  return itemsIn(nodes, "deployed").map((item) => itemFacts("deployed", item));
}

function itemFacts(list: SoftwareList, [uri, leaves]: [string, Leaves]): KnownComponent {
  const facts = softwareFacts(list, (leaf) => textOf(leaves.get(leaf)));
  return { uri, ...facts, readAt: newest([...leaves.values()]) ?? "" };
}

/** The leaves of each item of a list by their names. An item that a later reading of its list does not name is gone. */
function itemsIn(nodes: readonly KnownObjectNode[], list: SoftwareList): [string, Leaves][] {
  const ending = `/${SOFTWARE_LISTS[list].node}`;
  const lists = new Map<string, KnownObjectNode>();
  const items = new Map<string, Map<string, KnownObjectNode>>();
  for (const node of nodes) {
    if (node.uri.endsWith(ending)) lists.set(node.uri, node);
    const [item = "", ofList = ""] = ITEM.exec(node.uri) ?? [];
    if (!ofList.endsWith(ending)) continue;
    const leaves = items.get(item) ?? new Map<string, KnownObjectNode>();
    if (parentUri(node.uri) === item) leaves.set(nodeName(node.uri), node);
    items.set(item, leaves);
  }
  return [...items].filter(([uri, leaves]) => leaves.size > 0 && !isGone(uri, leaves, lists)).sort(byPlace);
}

function isGone(uri: string, leaves: Leaves, lists: ReadonlyMap<string, KnownObjectNode>): boolean {
  const list = lists.get(parentUri(uri) ?? "");
  if (!list || (list.value ?? "").split("/").includes(nodeName(uri))) return false;
  return [...leaves.values()].every(({ readAt }) => readAt < list.readAt);
}

function byPlace([one]: [string, Leaves], [other]: [string, Leaves]): number {
  return one < other ? -1 : 1;
}

function newest(nodes: readonly (KnownObjectNode | undefined)[]): string | null {
  const times = nodes.flatMap((node) => (node ? [node.readAt.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}

function textOf(node: KnownObjectNode | undefined): string | null {
  const text = (node?.value ?? "").replaceAll("\0", "").trim();
  return text === "" ? null : text;
}
