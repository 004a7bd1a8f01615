"use client";
import { ChevronRight, Ellipsis, LoaderCircle } from "lucide-react";
import { useTranslations } from "use-intl";
import { useKindName } from "../operations/use-kind-name";
import { cx } from "../ui/cx";
import { Menu, MenuItem } from "../ui/menu";
import { Missing } from "../value/missing";
import { Time } from "../value/time";
import { readAcl } from "./acl-words";
import type { NodeAct } from "./tree-grid";
import type { TreeRow } from "./tree-rows";

interface TreeGridRowProps {
  readonly row: TreeRow;
  /** The one row that Tab reaches. */
  readonly tabStop: boolean;
  readonly loading: boolean;
  readonly acts: readonly NodeAct[];
  readonly onFocus: () => void;
  readonly onToggle: () => void;
  readonly menuOpen: boolean;
  readonly onMenuOpen: (open: boolean) => void;
  readonly onAct: (act: NodeAct) => void;
}

export function TreeGridRow({ row, tabStop, loading, acts, onFocus, onToggle, ...menu }: TreeGridRowProps) {
  const { node } = row;
  return (
    <tr
      data-uri={row.uri}
      tabIndex={tabStop ? 0 : -1}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      {...(row.expandable ? { "aria-expanded": row.expanded } : {})}
      onFocus={onFocus}
      className="row-height border-hairline border-b -outline-offset-2 last:border-b-0 hover:bg-hover focus-within:bg-hover"
    >
      <td className="px-4" style={{ paddingInlineStart: `${0.5 + (row.level - 1) * 1.25}rem` }}>
        <NodeName row={row} loading={loading} onToggle={onToggle} />
      </td>
      <td className="max-w-xs px-4 max-sm:px-2 max-sm:py-1.5">
        <NodeValue row={row} />
        {node ? (
          <span className="block text-muted text-xs sm:hidden">
            <Time at={node.readAt} />
          </span>
        ) : null}
      </td>
      <td className="px-4 font-mono text-muted text-xs max-sm:hidden">{node?.format ?? ""}</td>
      <td className="px-4 text-muted max-sm:hidden">
        {node?.acl ? (
          readAcl(node.acl)
            .map((entry) => entry.command)
            .join(", ")
        ) : (
          <Missing />
        )}
      </td>
      <td className="whitespace-nowrap px-4 text-muted max-sm:hidden">
        {node ? <Time at={node.readAt} /> : <NotRead />}
      </td>
      <td className="px-2">
        <NodeMenu name={row.name} acts={acts} {...menu} />
      </td>
    </tr>
  );
}

function NodeName({ row, loading, onToggle }: Pick<TreeGridRowProps, "row" | "loading" | "onToggle">) {
  return (
    <span className="flex items-center gap-1">
      {row.expandable ? (
        // The row's own keys do the same; the arrow is for pointers.
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          onClick={onToggle}
          className="flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:text-ink"
        >
          {loading ? (
            <LoaderCircle className="size-3.5 animate-spin" />
          ) : (
            <ChevronRight className={cx("size-4 transition-transform", row.expanded && "rotate-90")} />
          )}
        </button>
      ) : (
        <span className="size-6 shrink-0" />
      )}
      <span
        title={row.node?.description ?? undefined}
        className={cx(
          "font-mono max-sm:min-w-0 max-sm:wrap-anywhere sm:whitespace-nowrap",
          row.expandable && "font-semibold",
        )}
      >
        {row.name}
      </span>
      {row.node?.title && row.node.title !== row.name ? (
        <span
          title={row.node.description ?? undefined}
          className="ms-1 max-w-48 truncate text-muted text-xs max-sm:hidden"
        >
          {row.node.title}
        </span>
      ) : null}
    </span>
  );
}

function NodeValue({ row }: { readonly row: TreeRow }) {
  const t = useTranslations("tree");
  const { node } = row;
  if (!node) return <span className="text-muted">{t("notReadYet")}</span>;
  if (node.children !== null) return <span className="text-muted">{t("children", { n: node.children.length })}</span>;
  if (node.value === null) return node.size === null ? <Missing /> : <span className="text-muted">{t("tooLong")}</span>;
  if (node.value === "") return <span className="text-muted">{t("empty")}</span>;
  return (
    <span className="block truncate font-mono" title={node.value}>
      {node.value}
    </span>
  );
}

function NotRead() {
  return <span>{useTranslations("tree")("never")}</span>;
}

interface NodeMenuProps extends Pick<TreeGridRowProps, "acts" | "menuOpen" | "onMenuOpen" | "onAct"> {
  readonly name: string;
}

function NodeMenu({ name, acts, menuOpen, onMenuOpen, onAct }: NodeMenuProps) {
  const t = useTranslations("tree");
  const kindName = useKindName();
  return (
    <Menu
      open={menuOpen}
      onOpenChange={onMenuOpen}
      trigger={
        <button
          type="button"
          data-act=""
          tabIndex={-1}
          aria-label={t("acts", { name })}
          className="flex size-7 items-center justify-center rounded-sm text-muted hover:bg-surface hover:text-ink max-sm:size-10"
        >
          <Ellipsis aria-hidden="true" className="size-4" />
        </button>
      }
    >
      {acts.map((act) => (
        <MenuItem key={act} onSelect={() => onAct(act)}>
          {kindName(act)}
        </MenuItem>
      ))}
    </Menu>
  );
}
