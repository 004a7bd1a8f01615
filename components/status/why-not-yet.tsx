"use client";
import { Hourglass } from "lucide-react";
import { useTranslations } from "use-intl";
import type { TaskReason } from "@/server/services/operations/schemas";
import { Time } from "../value/time";
import { useReasonWords } from "./use-reason-words";

/** Why something waits, since when, until when, and what ends the waiting; one line. */
export function WhyNotYet({ reason }: { readonly reason: TaskReason }) {
  const t = useTranslations("whyNotYet");
  const words = useReasonWords(reason);
  return (
    <p className="flex items-start gap-2 text-pretty">
      <Hourglass aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting-solid" />
      <span>
        <span className="font-medium">{t("label")}</span> {words.text}{" "}
        <span className="text-muted">
          {t("since")} <Time at={reason.since} explain />
          {reason.nextAttemptAt ? (
            <>
              {" · "}
              {t("next")} <Time at={reason.nextAttemptAt} explain />
            </>
          ) : null}
          {words.liftedBy ? ` · ${t("liftedBy", { who: words.liftedBy })}` : null}
        </span>
      </span>
    </p>
  );
}
