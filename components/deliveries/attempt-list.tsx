"use client";
import { useTranslations } from "use-intl";
import type { DeliveryView } from "@/server/services/webhooks/schemas";
import { DataTable } from "../data/data-table";
import { Time } from "../value/time";
import { answerOf } from "./last-answer";

type Attempt = DeliveryView["tries"][number];

/** The latest attempts, the newest first: when, what the receiver answered, and how long that took. */
export function AttemptList({ tries, attempts }: Pick<DeliveryView, "tries" | "attempts">) {
  const t = useTranslations("deliveries.attempts");
  return (
    <section aria-label={t("title")} className="flex flex-col gap-1">
      <h3 className="font-medium">{t("title")}</h3>
      {tries.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <div className="rounded-sm border border-hairline">
          <DataTable<Attempt>
            caption={t("title")}
            rows={tries.toReversed()}
            rowKey={({ at }) => at}
            rowCount={Math.max(attempts, tries.length)}
            columns={[
              { key: "at", header: t("at"), className: "w-px", cell: ({ at }) => <Time at={at} explain /> },
              {
                key: "answer",
                header: t("answer"),
                cell: (attempt) => <span className="break-words font-mono">{answerOf(attempt)}</span>,
              },
              {
                key: "ms",
                header: t("took"),
                className: "w-px whitespace-nowrap",
                cell: ({ ms }) => t("ms", { n: ms }),
              },
            ]}
          />
        </div>
      )}
    </section>
  );
}
