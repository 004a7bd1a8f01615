"use client";
import { Terminal } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import type { OperationView, TaskView } from "../trpc/views";
import { Card } from "../ui/card";
import { shortDevId } from "../value/device-name";
import { FactList } from "../value/fact-list";
import { Id } from "../value/id";
import { Time } from "../value/time";
import { apiCall } from "./api-call";
import { CopyApiCall } from "./copy-api-call";

interface OperationFactsProps {
  readonly environment: Environment;
  readonly operation: OperationView;
  /** Of an operation on one device. */
  readonly task: TaskView | undefined;
}

export function OperationFacts({ environment, operation, task }: OperationFactsProps) {
  const t = useTranslations("operation.fact");
  const when = (at: string | null | undefined) => (at ? <Time at={at} explain /> : null);
  return (
    <Card title={t("title")}>
      <FactList
        facts={[
          { label: t("id"), value: <Id id={operation.id} what={t("idName")} /> },
          { label: t("kind"), value: <span className="font-mono text-sm">{operation.kind}</span> },
          ...(task
            ? [
                {
                  label: t("device"),
                  value: (
                    <Link href={`/${environment}/devices/${task.deviceId}`} className="text-link hover:underline">
                      {shortDevId(task.devId)}
                    </Link>
                  ),
                },
                { label: t("attempt"), value: task.attempt },
              ]
            : []),
          { label: t("priority"), value: operation.priority },
          { label: t("asked"), value: when(operation.createdAt) },
          { label: t("starts"), value: when(operation.startAt) ?? t("atOnce") },
          ...(task ? [{ label: t("sessionBegan"), value: when(task.startedAt) }] : []),
          { label: t("ended"), value: when(operation.completedAt) },
          { label: t("expires"), value: when(operation.expiresAt) ?? t("never") },
        ]}
      />
      <div className="mt-4 flex items-center gap-2 border-hairline border-t pt-3 text-sm">
        <Terminal aria-hidden="true" className="size-4 text-muted" />
        <CopyApiCall text={apiCall(operation.kind, operation.params, operation.target)} />
      </div>
    </Card>
  );
}
