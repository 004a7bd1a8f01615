"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { TaskBadge } from "../operations/task-badge";
import { useKindName } from "../operations/use-kind-name";
import { WhyNotYet } from "../status/why-not-yet";
import type { Environment } from "../trpc/api-client";
import type { TaskView } from "../trpc/views";

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
        </li>
      ))}
    </ul>
  );
}
