"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { ErrorState } from "../data/error-state";
import { LoadMore } from "../data/load-more";
import { ProgressSegments } from "../status/progress-segments";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import type { OperationView } from "../trpc/views";
import { Card } from "../ui/card";
import { SkeletonRows } from "../ui/skeleton";
import { TASKS_PER_PAGE } from "./operation-list-input";
import { TaskTable } from "./task-table";

interface OperationTasksProps {
  readonly environment: Environment;
  readonly operation: OperationView;
}

/** An operation on many devices: how far it is, and each device. */
export function OperationTasks({ environment, operation }: OperationTasksProps) {
  const t = useTranslations("operation");
  const trpc = useTrpc();
  const list = useInfiniteQuery(
    trpc.operations.tasks.infiniteQueryOptions(
      { id: operation.id, limit: TASKS_PER_PAGE },
      { getNextPageParam: (page) => page.next },
    ),
  );
  const tasks = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Card title={t("progress")}>
        <ProgressSegments counts={operation.counts} />
      </Card>
      <Card title={t("devices")} flush>
        {list.isPending ? <SkeletonRows count={5} /> : null}
        {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.isSuccess ? (
          <>
            <TaskTable environment={environment} tasks={tasks} hasMore={list.hasNextPage} by="device" />
            <LoadMore
              shown={tasks.length}
              hasMore={list.hasNextPage}
              pending={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </>
        ) : null}
      </Card>
    </>
  );
}
