import type { TreeNodeView } from "@/server/services/devices/schemas";

/** One visible row of a tree. */
export interface TreeRow {
  readonly uri: string;
  readonly name: string;
  /** From 1, as readers count. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** null: known to be there, never read. */
  readonly node: TreeNodeView | null;
  readonly expandable: boolean;
  readonly expanded: boolean;
}

export const ROOT = ".";

/**
 * The rows to show, top to bottom: the children of the root, and of every expanded node below it as far as they are
 * known. `nodes` are by URI; `expanded` holds URIs.
 */
export function treeRows(nodes: ReadonlyMap<string, TreeNodeView>, expanded: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (parent: string, level: number): void => {
    const names = nodes.get(parent)?.children ?? [];
    names.forEach((name, i) => {
      const uri = `${parent}/${name}`;
      const node = nodes.get(uri) ?? null;
      const expandable = node?.children !== null && node?.children !== undefined && node.children.length > 0;
      const open = expandable && expanded.has(uri);
      rows.push({ uri, name, level, position: i + 1, siblings: names.length, node, expandable, expanded: open });
      if (open) add(uri, level + 1);
    });
  };
  add(ROOT, 1);
  return rows;
}

export type TreeMove =
  | { readonly kind: "focus"; readonly index: number }
  | { readonly kind: "expand" | "collapse"; readonly uri: string }
  | { readonly kind: "cell" }
  | { readonly kind: "none" };

/** Rows that one Page Up or Page Down passes. */
const PAGE_ROWS = 10;

/** What a key does on row `index`, by the treegrid pattern: rows first, then the cells of a row. */
export function treeMove(rows: readonly TreeRow[], index: number, key: string): TreeMove {
  const row = rows[index];
  if (!row) return { kind: "none" };
  const last = rows.length - 1;
  const focus = (to: number): TreeMove => ({ kind: "focus", index: Math.min(Math.max(to, 0), last) });
  switch (key) {
    case "ArrowDown":
      return focus(index + 1);
    case "ArrowUp":
      return focus(index - 1);
    case "PageDown":
      return focus(index + PAGE_ROWS);
    case "PageUp":
      return focus(index - PAGE_ROWS);
    case "Home":
      return focus(0);
    case "End":
      return focus(last);
    case "ArrowRight":
      return row.expandable && !row.expanded ? { kind: "expand", uri: row.uri } : { kind: "cell" };
    case "ArrowLeft": {
      if (row.expanded) return { kind: "collapse", uri: row.uri };
      const parent = rows.slice(0, index).findLastIndex((candidate) => candidate.level < row.level);
      return parent < 0 ? { kind: "none" } : focus(parent);
    }
    default:
      return { kind: "none" };
  }
}
