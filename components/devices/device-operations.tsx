"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useTranslations } from "use-intl";
import { EmptyState } from "../data/empty-state";
import { ErrorState } from "../data/error-state";
import { LoadMore } from "../data/load-more";
import { TASKS_PER_PAGE } from "../operations/operation-list-input";
import { TaskTable } from "../operations/task-table";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { SkeletonRows } from "../ui/skeleton";

interface DeviceOperationsProps {
  readonly environment: Environment;
  readonly deviceId: string;
}

/** Everything that was and is to be done on the device, newest first. */
export function DeviceOperations({ environment, deviceId }: DeviceOperationsProps) {
  const t = useTranslations("tasks");
  const trpc = useTrpc();
  const list = useInfiniteQuery(
    trpc.devices.tasks.infiniteQueryOptions(
      { id: deviceId, limit: TASKS_PER_PAGE },
      { getNextPageParam: (page) => page.next },
    ),
  );
  const tasks = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="overflow-hidden rounded-md border border-hairline bg-surface">
      {list.isPending ? <SkeletonRows count={6} /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && tasks.length === 0 ? (
        <EmptyState icon={Workflow} title={t("none.title")} text={t("none.text")} />
      ) : null}
      {tasks.length > 0 ? (
        <>
          <TaskTable environment={environment} tasks={tasks} hasMore={list.hasNextPage} by="kind" />
          <LoadMore
            shown={tasks.length}
            hasMore={list.hasNextPage}
            pending={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      ) : null}
    </div>
  );
}
