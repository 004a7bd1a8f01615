"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { GroupView } from "@/server/services/device-groups/schemas";
import type { Column } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { PagedTable } from "../data/paged-list";
import { RowLink } from "../data/row-link";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { GROUPS_PER_PAGE } from "./group-list-input";

interface GroupListProps {
  readonly environment: Environment;
  /** Where there is none yet: how to begin. */
  readonly begin: ReactNode;
}

/** The groups of the environment, in the order in which they were made. */
export function GroupList({ environment, begin }: GroupListProps) {
  const t = useTranslations("groups");
  const trpc = useTrpc();
  const columns = useGroupColumns(environment);
  const list = useInfiniteQuery(
    trpc.groups.list.infiniteQueryOptions({ limit: GROUPS_PER_PAGE }, { getNextPageParam: (page) => page.next }),
  );
  return (
    <PagedTable
      list={list}
      caption={t("title")}
      columns={columns}
      rowKey={(group) => group.id}
      empty={<EmptyState icon={Boxes} title={t("none.title")} text={t("none.text")} action={begin} />}
    />
  );
}

function useGroupColumns(environment: Environment): readonly Column<GroupView>[] {
  const t = useTranslations("groups");
  return [
    {
      key: "name",
      header: t("column.name"),
      className: "w-1/3 max-w-0 max-sm:w-1/2",
      cell: (group) => <RowLink href={`/${environment}/devices/groups/${group.id}`}>{group.name}</RowLink>,
    },
    {
      key: "devices",
      header: t("column.devices"),
      className: "w-full max-w-0",
      cell: (group) =>
        group.deviceCount === null ? (
          <span className="line-clamp-2 wrap-anywhere font-mono">{group.filter}</span>
        ) : (
          t("count", { n: group.deviceCount })
        ),
    },
    {
      key: "owner",
      header: t("column.owner"),
      className: "@max-4xl:hidden whitespace-nowrap text-muted",
      cell: (group) => group.ownerId ?? t("people"),
    },
  ];
}
