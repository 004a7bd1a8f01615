"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTopic } from "../live/live-provider";
import { Breadcrumbs } from "../shell/breadcrumbs";
import { PageHeader } from "../shell/page-header";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import type { OperationView, TaskView } from "../trpc/views";
import { shortDevId } from "../value/device-name";
import { Time } from "../value/time";
import { OperationBadge } from "./operation-badge";
import { OperationFacts } from "./operation-facts";
import { TASKS_PER_PAGE } from "./operation-list-input";
import { OperationTasks } from "./operation-tasks";
import { SingleTask } from "./single-task";
import { TaskBadge } from "./task-badge";
import { useKindName } from "./use-kind-name";

interface OperationPageProps {
  readonly environment: Environment;
  /** As the server read it; what changes later is asked for. */
  readonly operation: OperationView;
}

/** One operation: where it stands, why it waits, and what came of it. Follows what happens. */
export function OperationPage({ environment, operation: first }: OperationPageProps) {
  const t = useTranslations("operation");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const kindName = useKindName();
  const { id } = first;
  const operation = useQuery(trpc.operations.read.queryOptions({ id }, { initialData: first })).data;
  const tasks = useQuery(trpc.operations.tasks.queryOptions({ id, limit: TASKS_PER_PAGE }));
  useTopic(id, () => void queryClient.invalidateQueries({ queryKey: trpc.operations.pathKey() }));

  const only = operation.counts.total === 1 ? tasks.data?.items[0] : undefined;
  const act = kindName(operation.kind);
  return (
    <div className="flex flex-col gap-5">
      <div>
        <Breadcrumbs
          label={t("breadcrumbs")}
          items={[{ label: t("all"), href: `/${environment}/operations` }, { label: act }]}
        />
        <PageHeader
          title={
            only
              ? t("titleOne", { act, device: shortDevId(only.devId) })
              : t("titleMany", { act, n: operation.counts.total })
          }
          state={<State operation={operation} only={only} />}
          summary={
            <>
              {t("askedBy", { who: operation.createdBy.name })} · <Time at={operation.createdAt} explain />
              {operation.reference ? ` · ${operation.reference}` : null}
            </>
          }
        />
      </div>
      <div className="grid items-start gap-5 min-[75rem]:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-5">
          {operation.counts.total === 1 ? (
            <SingleTask environment={environment} tasks={tasks} />
          ) : (
            <OperationTasks environment={environment} operation={operation} />
          )}
        </div>
        <OperationFacts environment={environment} operation={operation} task={only} />
      </div>
    </div>
  );
}

function State({ operation, only }: { readonly operation: OperationView; readonly only: TaskView | undefined }) {
  return only ? <TaskBadge task={only} explain /> : <OperationBadge operation={operation} explain />;
}
