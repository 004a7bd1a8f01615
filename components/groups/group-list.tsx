"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import { useTranslations } from "use-intl";
import type { GroupView } from "@/server/services/device-groups/schemas";
import { type Column, DataTable } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { ErrorState } from "../data/error-state";
import { LoadMore } from "../data/load-more";
import { RowLink } from "../data/row-link";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { SkeletonRows } from "../ui/skeleton";
import { GROUPS_PER_PAGE } from "./group-list-input";

/** The groups of the environment, in the order in which they were made. */
export function GroupList({ environment }: { readonly environment: Environment }) {
  const t = useTranslations("groups");
  const trpc = useTrpc();
  const columns = useGroupColumns(environment);
  const list = useInfiniteQuery(
    trpc.groups.list.infiniteQueryOptions({ limit: GROUPS_PER_PAGE }, { getNextPageParam: (page) => page.next }),
  );
  if (list.isPending) return <SkeletonRows count={5} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const groups = list.data.pages.flatMap((page) => page.items);
  if (groups.length === 0) return <EmptyState icon={Boxes} title={t("none.title")} text={t("none.text")} />;
  return (
    <>
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={groups}
        rowKey={(group) => group.id}
        rowCount={list.hasNextPage ? -1 : groups.length}
      />
      <LoadMore
        shown={groups.length}
        hasMore={list.hasNextPage}
        pending={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  );
}

function useGroupColumns(environment: Environment): readonly Column<GroupView>[] {
  const t = useTranslations("groups");
  return [
    {
      key: "name",
      header: t("column.name"),
      className: "w-1/3 max-w-0",
      cell: (group) => <RowLink href={`/${environment}/devices/groups/${group.id}`}>{group.name}</RowLink>,
    },
    {
      key: "devices",
      header: t("column.devices"),
      className: "w-full max-w-0",
      cell: (group) =>
        group.deviceCount === null ? (
          <span className="block truncate font-mono">{group.filter}</span>
        ) : (
          t("count", { n: group.deviceCount })
        ),
    },
    {
      key: "owner",
      header: t("column.owner"),
      className: "max-lg:hidden whitespace-nowrap text-muted",
      cell: (group) => group.ownerId ?? t("people"),
    },
  ];
}
