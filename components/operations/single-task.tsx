"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { ErrorState } from "../data/error-state";
import { Notice } from "../form/notice";
import { isEnded } from "../status/catalogue";
import { useReasonWords } from "../status/use-reason-words";
import { WhyNotYet } from "../status/why-not-yet";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import type { TaskView } from "../trpc/views";
import { Card } from "../ui/card";
import { Skeleton } from "../ui/skeleton";
import { downloadsAskedAgainIn, downloadUnderWay } from "./download-state";
import { StepResults } from "./step-results";
import { DownloadedOctets, TaskDownloads } from "./task-downloads";
import { TaskResult } from "./task-result";

interface SingleTaskProps {
  readonly environment: Environment;
  /** The tasks of an operation on one device. */
  readonly tasks: {
    readonly data: { readonly items: readonly TaskView[] } | undefined;
    readonly error: unknown;
    refetch(): unknown;
  };
}

/** The one task of an operation: what it waits for, what came of it, and every command. */
export function SingleTask({ environment, tasks }: SingleTaskProps) {
  const trpc = useTrpc();
  const t = useTranslations("operation");
  const id = tasks.data?.items[0]?.id;
  const read = useQuery(
    trpc.operations.task.queryOptions(
      { id: id ?? "" },
      {
        enabled: id !== undefined,
        refetchInterval: ({ state: { data } }) =>
          data ? downloadsAskedAgainIn(isEnded(data.state), data.downloads) : false,
      },
    ),
  );
  const error = tasks.error ?? read.error;
  if (error) {
    return (
      <Card title={t("steps")}>
        <ErrorState error={error} onRetry={() => void tasks.refetch()} />
      </Card>
    );
  }
  const task = read.data;
  if (!task) {
    return (
      <Card title={t("steps")}>
        <Skeleton className="w-2/3" />
      </Card>
    );
  }
  return (
    <>
      <Blocker task={task} />
      <TaskResult environment={environment} task={task} />
      <TaskDownloads environment={environment} downloads={task.downloads} ended={isEnded(task.state)} />
      <StepResults steps={task.steps} sent={task.startedAt !== null} />
    </>
  );
}

/** Why it waits, or why it did not work; nothing while it runs and when all is well. */
function Blocker({ task }: { readonly task: TaskView }) {
  const words = useReasonWords(task.reason);
  const t = useTranslations("operation");
  const download = downloadUnderWay(task.downloads);
  if (!task.reason) {
    if (isEnded(task.state)) return null;
    return (
      <Notice tone="neutral">
        {download ? (
          <>
            {t("underWay.download")} <DownloadedOctets download={download} />
          </>
        ) : (
          t(`underWay.${task.state === "waiting_device" ? "device" : "session"}`)
        )}
      </Notice>
    );
  }
  if (!isEnded(task.state)) {
    return (
      <div className="rounded-md border border-hairline bg-surface p-4" data-testid="why-not-yet">
        <WhyNotYet reason={task.reason} />
      </div>
    );
  }
  return (
    <Notice tone={task.outcome === "unconfirmed" || task.state === "expired" ? "attention" : "danger"}>
      {words.text}
    </Notice>
  );
}
