"use client";
import { useTranslations } from "use-intl";
import { type Column, DataTable } from "../data/data-table";
import { RowLink } from "../data/row-link";
import { isEnded } from "../status/catalogue";
import type { Environment } from "../trpc/api-client";
import type { TaskView } from "../trpc/views";
import { DevIdText } from "../value/dev-id";
import { Time } from "../value/time";
import { ReasonText } from "./reason-text";
import { TaskBadge } from "./task-badge";
import { useKindName } from "./use-kind-name";

interface TaskTableProps {
  readonly environment: Environment;
  readonly tasks: readonly TaskView[];
  readonly hasMore: boolean;
  /** What the rows differ in: the tasks of a device in what is done, those of an operation in the device. */
  readonly by: "kind" | "device";
}

export function TaskTable({ environment, tasks, hasMore, by }: TaskTableProps) {
  const t = useTranslations("tasks");
  const kindName = useKindName();
  const first: Column<TaskView> =
    by === "kind"
      ? {
          key: "kind",
          header: t("column.kind"),
          className: "max-sm:w-full max-sm:max-w-0",
          cell: (task) => (
            <RowLink href={`/${environment}/operations/${task.operationId}`}>{kindName(task.kind)}</RowLink>
          ),
        }
      : {
          key: "device",
          header: t("column.device"),
          className: "max-sm:w-full max-sm:max-w-0",
          cell: (task) => (
            <RowLink href={`/${environment}/devices/${task.deviceId}?tab=operations`}>
              <DevIdText devId={task.devId} />
            </RowLink>
          ),
        };
  const columns: readonly Column<TaskView>[] = [
    first,
    {
      key: "state",
      header: t("column.state"),
      className: "w-px whitespace-nowrap",
      cell: (task) => <TaskBadge task={task} />,
    },
    {
      key: "reason",
      header: t("column.reason"),
      className: "@max-xl:hidden",
      cell: (task) => <ReasonText reason={task.reason} />,
    },
    {
      key: "started",
      header: t("column.asked"),
      className: "w-px max-sm:hidden whitespace-nowrap text-muted",
      cell: (task) => <Time at={task.createdAt} />,
    },
    {
      key: "finished",
      header: t("column.finished"),
      className: "w-px @max-xl:hidden whitespace-nowrap text-muted",
      cell: (task) => (task.finishedAt ? <Time at={task.finishedAt} /> : isEnded(task.state) ? null : t("notYet")),
    },
  ];
  return (
    <DataTable
      caption={t("caption")}
      columns={columns}
      rows={tasks}
      rowKey={(task) => task.id}
      rowCount={hasMore ? -1 : tasks.length}
    />
  );
}
