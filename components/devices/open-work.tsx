"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { downloadsAskedAgainIn, downloadUnderWay } from "../operations/download-state";
import { TaskBadge } from "../operations/task-badge";
import { DownloadedOctets } from "../operations/task-downloads";
import { useKindName } from "../operations/use-kind-name";
import { isEnded } from "../status/catalogue";
import { WhyNotYet } from "../status/why-not-yet";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import type { TaskView } from "../trpc/views";
import { ProgressBar } from "../ui/progress-bar";

interface OpenWorkProps {
  readonly environment: Environment;
  /** Tasks that have not ended. */
  readonly tasks: readonly TaskView[];
}

/** What is still to be done on the device, and why it is not done yet. */
export function OpenWork({ environment, tasks }: OpenWorkProps) {
  const t = useTranslations("device");
  const kindName = useKindName();
  if (tasks.length === 0) return <p className="text-muted">{t("noOpenWork")}</p>;
  return (
    <ul className="flex flex-col divide-y divide-hairline">
      {tasks.map((task) => (
        <li key={task.id} className="flex flex-col gap-1.5 py-3 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-center gap-3">
            <Link
              href={`/${environment}/operations/${task.operationId}`}
              className="rounded-sm font-medium hover:text-link"
            >
              {kindName(task.kind)}
            </Link>
            <TaskBadge task={task} explain />
          </div>
          {task.reason ? <WhyNotYet reason={task.reason} /> : null}
          {mayDownload(task) ? <DownloadLine taskId={task.id} /> : null}
        </li>
      ))}
    </ul>
  );
}

/** Lists of tasks tell of no downloads, so those that may have one are asked for by themselves. */
function mayDownload({ kind, startedAt }: TaskView): boolean {
  return startedAt !== null && (kind.startsWith("firmware.") || kind.startsWith("software."));
}

/** The download that goes on now; nothing where none does. */
function DownloadLine({ taskId }: { readonly taskId: string }) {
  const t = useTranslations("downloads");
  const trpc = useTrpc();
  const task = useQuery(
    trpc.operations.task.queryOptions(
      { id: taskId },
      {
        refetchInterval: ({ state: { data } }) =>
          data ? downloadsAskedAgainIn(isEnded(data.state), data.downloads) : false,
      },
    ),
  ).data;
  const download = task ? downloadUnderWay(task.downloads) : null;
  if (!download) return null;
  return (
    <div className="flex flex-col gap-1">
      <p className="text-muted text-sm">
        {t("phase.under_way")} <DownloadedOctets download={download} />
      </p>
      <ProgressBar label={t("progress")} value={download.reached} max={download.size} />
    </div>
  );
}
