"use client";
import { useTranslations } from "use-intl";
import type { TaskStepView } from "@/server/services/operations/schemas";
import { Card } from "../ui/card";
import { StatusCode } from "../value/status-code";
import { useOwnStatusWords } from "../value/use-status-words";

interface StepResultsProps {
  readonly steps: readonly TaskStepView[];
  /** Whether a session with the device began; until then the first steps are a plan. */
  readonly sent: boolean;
}

/** Steps that are no commands and get no status: what became of them is in the server's words alone. */
const WITHOUT_STATUS = ["Content", "Alert", "Bootstrap"];

/** What was sent to the device, command by command, and what it answered to each. */
export function StepResults({ steps, sent }: StepResultsProps) {
  const t = useTranslations("steps");
  const own = useOwnStatusWords();
  if (steps.length === 0) return null;
  return (
    <Card title={t("title")} flush>
      <ol className="divide-y divide-hairline">
        {steps.map((step, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end, so their place is their name
            key={i}
            className="grid grid-cols-[1.5rem_4.5rem_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1 px-4 py-2 text-sm lg:grid-cols-[1.5rem_4.5rem_minmax(0,1fr)_minmax(0,1fr)]"
          >
            <span className="text-end text-muted">{i + 1}</span>
            <span className="font-medium">{step.command}</span>
            <span className="break-all font-mono">{step.uri}</span>
            <span className="max-lg:col-start-3">
              <StatusCode
                code={step.status}
                meaning={
                  isAwaited(step) ? t(sent ? "waiting" : "planned") : (own(step.status)?.meaning ?? step.meaning)
                }
              />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function isAwaited({ command, status }: TaskStepView): boolean {
  return status === null && !WITHOUT_STATUS.includes(command);
}
