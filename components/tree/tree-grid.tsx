"use client";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { TreeNodeView } from "@/server/services/devices/schemas";
import { cx } from "../ui/cx";
import { TreeGridRow } from "./tree-grid-row";
import { type TreeRow, treeMove } from "./tree-rows";

export type NodeAct = "parameter.get" | "parameter.set" | "node.execute";

/** What a narrow screen has no room for stands elsewhere, or in the node's result. */
const NARROW = {
  node: "max-sm:w-1/2",
  value: "max-sm:px-2",
  format: "max-sm:hidden",
  access: "max-sm:hidden",
  read: "max-sm:hidden",
  acts: "max-sm:w-14",
} as const;

interface TreeGridProps {
  readonly rows: readonly TreeRow[];
  readonly loading: ReadonlySet<string>;
  readonly acts: readonly NodeAct[];
  readonly onExpand: (uri: string) => void;
  readonly onCollapse: (uri: string) => void;
  readonly onAct: (act: NodeAct, uri: string, node: TreeNodeView | null) => void;
}

/** The tree by the treegrid pattern: one tab stop, rows by arrow keys, then the cells' buttons. */
export function TreeGrid({ rows, loading, acts, onExpand, onCollapse, onAct }: TreeGridProps) {
  const t = useTranslations("tree");
  const table = useRef<HTMLTableElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const [menuOf, setMenuOf] = useState<string | null>(null);
  const found = rows.findIndex((row) => row.uri === current);
  const index = Math.max(found, 0);

  const onKeyDown = (event: KeyboardEvent) => {
    const rowElement = (event.target as HTMLElement).closest<HTMLElement>("tr[data-uri]");
    if (!rowElement) return;
    const inCell = event.target !== rowElement;
    if (inCell) {
      if (event.key === "ArrowLeft" || event.key === "Escape") rowElement.focus();
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      setMenuOf(rowElement.dataset["uri"] ?? null);
      return;
    }
    const move = treeMove(rows, index, event.key);
    if (move.kind === "none") return;
    event.preventDefault();
    if (move.kind === "expand") onExpand(move.uri);
    else if (move.kind === "collapse") onCollapse(move.uri);
    else if (move.kind === "cell") rowElement.querySelector<HTMLButtonElement>("[data-act]")?.focus();
    else if (move.kind === "focus") table.current?.querySelectorAll<HTMLElement>("tr[data-uri]")[move.index]?.focus();
  };

  return (
    // Scrolls sideways on narrow screens, so it has to be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section aria-label={t("region")} tabIndex={0} className="relative overflow-x-auto -outline-offset-2">
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the treegrid pattern is built on a table
        role="treegrid"
        aria-label={t("label")}
        className="w-full text-sm max-sm:table-fixed sm:min-w-2xl"
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr className="border-hairline border-b bg-bg">
            {(["node", "value", "format", "access", "read", "acts"] as const).map((column) => (
              <th
                key={column}
                scope="col"
                className={cx("h-9 px-4 text-start font-medium text-muted sm:last:w-px", NARROW[column])}
              >
                {column === "acts" ? <span className="sr-only">{t("column.acts")}</span> : t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <TreeGridRow
              key={row.uri}
              row={row}
              tabStop={i === index}
              loading={loading.has(row.uri)}
              acts={acts}
              onFocus={() => setCurrent(row.uri)}
              onToggle={() => (row.expanded ? onCollapse(row.uri) : onExpand(row.uri))}
              menuOpen={menuOf === row.uri}
              onMenuOpen={(open) => setMenuOf(open ? row.uri : null)}
              onAct={(act) => onAct(act, row.uri, row.node)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
