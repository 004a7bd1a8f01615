"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { PagedList } from "../data/paged-list";
import { ProgressSegments } from "../status/progress-segments";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import type { OperationView } from "../trpc/views";
import { Card } from "../ui/card";
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
  return (
    <>
      <Card title={t("progress")}>
        <ProgressSegments counts={operation.counts} />
      </Card>
      <Card title={t("devices")} flush>
        <PagedList list={list} empty={null}>
          {(tasks, hasMore) => <TaskTable environment={environment} tasks={tasks} hasMore={hasMore} by="device" />}
        </PagedList>
      </Card>
    </>
  );
}
