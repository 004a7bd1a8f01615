"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { PlugZap } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ExternalSystemView } from "@/server/services/external-systems/schemas";
import { type Column, DataTable } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { ErrorState } from "../data/error-state";
import { LoadMore } from "../data/load-more";
import { RowLink } from "../data/row-link";
import { useTrpc } from "../trpc/trpc";
import { SkeletonRows } from "../ui/skeleton";
import { Missing } from "../value/missing";
import { Time } from "../value/time";
import { SystemBadge } from "./system-badge";
import { SYSTEMS_PER_PAGE } from "./system-list-input";

/** The External Systems of both environments, the newest first. */
export function SystemList() {
  const t = useTranslations("systems");
  const trpc = useTrpc();
  const columns = useSystemColumns();
  const list = useInfiniteQuery(
    trpc.systems.list.infiniteQueryOptions({ limit: SYSTEMS_PER_PAGE }, { getNextPageParam: (page) => page.next }),
  );
  const systems = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isPending) return <SkeletonRows count={5} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (systems.length === 0) return <EmptyState icon={PlugZap} title={t("none.title")} text={t("none.text")} />;
  return (
    <>
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={systems}
        rowKey={(system) => system.id}
        rowCount={list.hasNextPage ? -1 : systems.length}
      />
      <LoadMore
        shown={systems.length}
        hasMore={list.hasNextPage}
        pending={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  );
}

function useSystemColumns(): readonly Column<ExternalSystemView>[] {
  const t = useTranslations("systems");
  const environment = useTranslations("environment.name");
  return [
    {
      key: "name",
      header: t("column.name"),
      className: "max-sm:w-full max-sm:max-w-0",
      cell: (system) => <RowLink href={`/admin/systems/${system.id}`}>{system.name}</RowLink>,
    },
    {
      key: "state",
      header: t("column.state"),
      className: "w-px whitespace-nowrap",
      cell: (system) => <SystemBadge system={system} />,
    },
    {
      key: "environment",
      header: t("column.environment"),
      className: "max-sm:hidden whitespace-nowrap",
      cell: (system) => environment(system.realm),
    },
    {
      key: "scopes",
      header: t("column.scopes"),
      className: "max-lg:hidden text-muted",
      cell: (system) => t("scopeCount", { n: system.scopes.length }),
    },
    {
      key: "used",
      header: t("column.used"),
      className: "w-px max-sm:hidden whitespace-nowrap text-muted",
      cell: (system) => {
        const at = lastUseOf(system);
        return at ? <Time at={at} /> : <Missing />;
      },
    },
  ];
}

function lastUseOf(system: ExternalSystemView): string | null {
  const uses = system.credentials.flatMap((credential) => credential.lastUsedAt ?? []);
  return uses.sort().at(-1) ?? null;
}
