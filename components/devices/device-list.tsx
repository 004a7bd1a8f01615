"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone, SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataTable } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { ErrorState } from "../data/error-state";
import { LoadMore } from "../data/load-more";
import { useTopic } from "../live/live-provider";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { SkeletonRows } from "../ui/skeleton";
import { useDeviceColumns } from "./device-columns";
import { DEVICES_PER_PAGE } from "./device-list-input";
import { deviceQuery } from "./filter-term";

interface DeviceListProps {
  readonly environment: Environment;
  /** What the list is narrowed to; empty for all. */
  readonly term: string;
  readonly onClear: () => void;
}

export function DeviceList({ environment, term, onClear }: DeviceListProps) {
  const t = useTranslations("devices");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const columns = useDeviceColumns(environment);
  const list = useInfiniteQuery(
    trpc.devices.list.infiniteQueryOptions(
      { limit: DEVICES_PER_PAGE, ...deviceQuery(term) },
      { getNextPageParam: (page) => page.next, placeholderData: (before) => before },
    ),
  );
  useTopic("devices", () => void queryClient.invalidateQueries({ queryKey: trpc.devices.list.pathKey() }));

  if (list.isPending) return <SkeletonRows count={8} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const devices = list.data.pages.flatMap((page) => page.items);
  if (devices.length === 0) {
    return term ? (
      <EmptyState
        icon={SearchX}
        title={t("noMatch.title")}
        text={t("noMatch.text")}
        action={<Button onClick={onClear}>{t("noMatch.action")}</Button>}
      />
    ) : (
      <EmptyState icon={MonitorSmartphone} title={t("none.title")} text={t("none.text")} />
    );
  }
  return (
    <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? "opacity-60 transition-opacity" : ""}>
      <DataTable
        caption={t("caption")}
        columns={columns}
        rows={devices}
        rowKey={(device) => device.id}
        rowCount={list.hasNextPage ? -1 : devices.length}
      />
      <LoadMore
        shown={devices.length}
        hasMore={list.hasNextPage}
        pending={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </div>
  );
}
