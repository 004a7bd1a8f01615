"use client";
import { Ellipsis } from "lucide-react";
import { useTranslations } from "use-intl";
import type { KnownComponent, KnownPackage } from "@/server/services/devices/schemas";
import type { Role } from "@/server/services/principal";
import { type Column, DataTable } from "../data/data-table";
import { mayStart, type StartKind, type StartSubject } from "../operations/start-forms";
import { START_ICONS } from "../operations/start-menu";
import { useKindName } from "../operations/use-kind-name";
import { componentStatus, packageStatus } from "../status/catalogue";
import { StatusBadge } from "../status/status-badge";
import { IconButton } from "../ui/icon-button";
import { Menu, MenuItem } from "../ui/menu";
import { Missing } from "../value/missing";
import { Time } from "../value/time";
import { rootAndList, softwareId, softwareName } from "./software-name";
import { useSoftwareWords } from "./use-software-words";

type SoftwareList = "deployed" | "delivered";
/** A package has no version of its own. */
type KnownItem = KnownPackage & Partial<Pick<KnownComponent, "componentId" | "version">>;

interface SoftwareTableProps {
  readonly list: SoftwareList;
  readonly items: readonly KnownItem[];
  readonly role: Role;
  readonly onStart: (subject: StartSubject) => void;
}

const ACTS = {
  deployed: ["software.update", "software.activate", "software.deactivate", "software.remove"],
  delivered: ["software.remove"],
} as const satisfies Record<SoftwareList, readonly StartKind[]>;

/** A status of 10: nothing goes on and nothing went wrong. */
const IDLE = 10;

/** One list of a device's inventory; each row with what can be done to it. */
export function SoftwareTable({ list, items, role, onStart }: SoftwareTableProps) {
  const t = useTranslations("software");
  const columns = useSoftwareColumns(list, role, onStart);
  if (items.length === 0)
    return <p className="p-4 text-muted">{t(list === "deployed" ? "noComponents" : "noPackages")}</p>;
  return (
    <DataTable
      caption={t(list === "deployed" ? "components" : "packages")}
      columns={columns}
      rows={items}
      rowKey={(item) => item.uri}
      rowCount={items.length}
    />
  );
}

function useSoftwareColumns(
  list: SoftwareList,
  role: Role,
  onStart: (subject: StartSubject) => void,
): readonly Column<KnownItem>[] {
  const t = useTranslations("software.column");
  const words = useSoftwareWords();
  const acts = ACTS[list].filter((kind) => mayStart(kind, role));
  const name: Column<KnownItem> = {
    key: "name",
    header: t("name"),
    className: "w-full max-w-0",
    cell: (item) => (
      <>
        <span className="block wrap-anywhere font-medium">{softwareName(item)}</span>
        <span className="block truncate font-mono text-muted text-xs">{softwareId(item)}</span>
        {item.version ? <span className="block truncate font-mono text-sm sm:hidden">{item.version}</span> : null}
        {item.description ? <span className="block truncate text-muted max-sm:hidden">{item.description}</span> : null}
      </>
    ),
  };
  const version: Column<KnownItem> = {
    key: "version",
    header: t("version"),
    className: "max-w-40 truncate max-sm:hidden",
    cell: ({ version: has }) => (has ? <span className="font-mono">{has}</span> : <Missing />),
  };
  return [
    name,
    ...(list === "deployed" ? [version] : []),
    {
      key: "state",
      header: t("state"),
      className: "w-px whitespace-nowrap",
      cell: (item) => (
        <>
          {list === "deployed" ? (
            <StatusBadge thing="component" state={componentStatus(item.state)} />
          ) : (
            <StatusBadge thing="package" state={packageStatus(item.state)} />
          )}
          {item.status !== null && item.status !== IDLE ? (
            <span className="block pt-0.5 text-attention-text text-xs">
              {words(list, "status", item.status, item.statusMeaning)}
            </span>
          ) : null}
        </>
      ),
    },
    {
      key: "read",
      header: t("read"),
      className: "w-px max-sm:hidden whitespace-nowrap text-muted",
      cell: (item) => <Time at={item.readAt} />,
    },
    ...(acts.length === 0
      ? []
      : [
          {
            key: "acts",
            header: t("acts"),
            className: "w-px",
            cell: (item: KnownItem) => <ItemMenu item={item} list={list} acts={acts} onStart={onStart} />,
          },
        ]),
  ];
}

interface ItemMenuProps {
  readonly item: KnownItem;
  readonly list: SoftwareList;
  readonly acts: readonly StartKind[];
  readonly onStart: (subject: StartSubject) => void;
}

function ItemMenu({ item, list, acts, onStart }: ItemMenuProps) {
  const t = useTranslations("software");
  const kindName = useKindName();
  const title = softwareName(item);
  const root = rootAndList(item.uri)?.root;
  if (root === undefined) return null;
  const subject = { list, root, name: softwareId(item), title, version: item.version ?? null };
  return (
    <Menu trigger={<IconButton label={t("actsOn", { name: title })} icon={Ellipsis} />}>
      {acts
        .filter((kind) => changesSomething(kind, item.state))
        .map((kind) => (
          <MenuItem key={kind} icon={START_ICONS[kind]} onSelect={() => onStart({ kind, uris: [], item: subject })}>
            {kindName(kind)}
          </MenuItem>
        ))}
    </Menu>
  );
}

/** What is active is not activated, and the other way round; of one that does not tell, both are offered. */
function changesSomething(kind: StartKind, state: number | null): boolean {
  if (kind === "software.activate") return componentStatus(state) !== "active";
  return kind !== "software.deactivate" || componentStatus(state) !== "inactive";
}
