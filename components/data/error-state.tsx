"use client";
import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { readApiProblem } from "../trpc/api-error";
import { Button } from "../ui/button";

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** A part that did not load: what happened, what to do, and the request id for whoever is asked. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const t = useTranslations("problem");
  const problem = readApiProblem(error);
  return (
    <div role="alert" className="flex flex-col items-start gap-3 p-4">
      <div>
        <p className="font-medium text-danger-text">{t(`${problem.kind}.title`)}</p>
        <p className="text-muted">{problem.kind === "refused" ? problem.message : t(`${problem.kind}.text`)}</p>
        {problem.kind === "refused"
          ? problem.fields.map(({ pointer, detail }) => (
              <p key={pointer + detail} className="text-muted">
                {detail}
              </p>
            ))
          : null}
        {problem.requestId ? (
          <p className="mt-1 text-muted text-sm">{t.rich("requestId", { id: problem.requestId, mono: monospaced })}</p>
        ) : null}
      </div>
      {onRetry ? (
        <Button onClick={onRetry}>
          <RotateCw aria-hidden="true" />
          {t("retry")}
        </Button>
      ) : null}
    </div>
  );
}

function monospaced(chunks: React.ReactNode) {
  return <span className="font-mono">{chunks}</span>;
}
