"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataTable } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { ErrorState } from "../data/error-state";
import { LoadMore } from "../data/load-more";
import { useDeviceColumns } from "../devices/device-columns";
import { DEVICES_PER_PAGE } from "../devices/device-list-input";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { SkeletonRows } from "../ui/skeleton";

interface GroupDevicesProps {
  readonly environment: Environment;
  /** The group's id. */
  readonly group: string;
}

/** The devices that are in the group now. */
export function GroupDevices({ environment, group }: GroupDevicesProps) {
  const t = useTranslations("groups");
  const trpc = useTrpc();
  const columns = useDeviceColumns(environment);
  const list = useInfiniteQuery(
    trpc.devices.list.infiniteQueryOptions(
      { limit: DEVICES_PER_PAGE, group },
      { getNextPageParam: (page) => page.next },
    ),
  );
  if (list.isPending) return <SkeletonRows count={5} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const devices = list.data.pages.flatMap((page) => page.items);
  if (devices.length === 0) return <EmptyState icon={SearchX} title={t("empty.title")} text={t("empty.text")} />;
  return (
    <>
      <DataTable
        caption={t("column.devices")}
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
    </>
  );
}
