"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useTranslations } from "use-intl";
import { EmptyState } from "../data/empty-state";
import { PagedList } from "../data/paged-list";
import { TASKS_PER_PAGE } from "../operations/operation-list-input";
import { TaskTable } from "../operations/task-table";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";

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
  return (
    <div className="overflow-hidden rounded-md border border-hairline bg-surface">
      <PagedList list={list} empty={<EmptyState icon={Workflow} title={t("none.title")} text={t("none.text")} />}>
        {(tasks, hasMore) => <TaskTable environment={environment} tasks={tasks} hasMore={hasMore} by="kind" />}
      </PagedList>
    </div>
  );
}
