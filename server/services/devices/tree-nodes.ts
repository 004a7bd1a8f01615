import { isSecretLeaf, SECRET_MASK } from "../../oma-dm";
import type { TreeNodeView } from "./schemas";

/** A node as it is stored. URIs are canonical: `.` or `./A/B`. */
export interface KnownNode {
  readonly uri: string;
  readonly format: string;
  readonly type: string | null;
  readonly value: string | null;
  /** Octets of the value. */
  readonly size: number | null;
  readonly acl: string | null;
  readonly readAt: Date;
}

/** A place in the tree where something is, known from what was read at or below it. */
export interface KnownPath {
  readonly uri: string;
  readonly readAt: Date;
}

/** A node as it is shown, but for what the description of its model says of it. */
type KnownNodeView = Omit<TreeNodeView, "title" | "description">;

/** 0 for the root, 1 for what stands below it. */
export function levelOf(uri: string): number {
  return uri.split("/").length - 1;
}

/**
 * Puts what is known of a tree together, in order of the URI: the nodes at and below `root` down to the level
 * `deepest`, each interior one with the names of its children. `beyond` are the paths one level below the deepest.
 */
export function treeOf(
  root: string,
  deepest: number,
  nodes: readonly KnownNode[],
  beyond: readonly KnownPath[],
): KnownNodeView[] {
  const children = new Map<string, Set<string>>();
  const newest = new Map<string, Date>();
  for (const { uri, readAt } of [...nodes, ...beyond]) {
    let below = uri;
    for (
      let uriAbove = parentOf(below);
      uriAbove !== null && levelOf(below) > levelOf(root);
      uriAbove = parentOf(below)
    ) {
      const names = children.get(uriAbove) ?? new Set();
      names.add(below.slice(uriAbove.length + 1));
      children.set(uriAbove, names);
      const seen = newest.get(uriAbove);
      if (!seen || seen < readAt) newest.set(uriAbove, readAt);
      below = uriAbove;
    }
  }
  const read = new Map(nodes.map((node) => [node.uri, node]));
  const uris = new Set([...read.keys(), ...children.keys()]);
  return [...uris]
    .filter((uri) => levelOf(uri) <= deepest)
    .sort()
    .map((uri) => nodeView(uri, read.get(uri), children.get(uri), newest.get(uri)));
}

function nodeView(
  uri: string,
  node: KnownNode | undefined,
  below: ReadonlySet<string> | undefined,
  newestBelow: Date | undefined,
): KnownNodeView {
  const interior = node === undefined || node.format.toLowerCase() === "node" || below !== undefined;
  // An interior node's value is the list of its children, read or not.
  const named = interior && node?.value ? node.value.split("/").filter(Boolean) : [];
  return {
    uri,
    format: interior ? "node" : node.format,
    type: node?.type ?? null,
    value: interior ? null : shownValue(node),
    size: interior ? null : node.size,
    acl: node?.acl ?? null,
    children: interior ? [...new Set([...named, ...(below ?? [])])].sort() : null,
    readAt: (node?.readAt ?? newestBelow ?? new Date(0)).toISOString(),
  };
}

function shownValue({ uri, value }: KnownNode): string | null {
  return value !== null && isSecretLeaf(uri) ? SECRET_MASK : value;
}

function parentOf(uri: string): string | null {
  const end = uri.lastIndexOf("/");
  return end < 0 ? null : uri.slice(0, end);
}
