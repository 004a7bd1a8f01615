"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { ErrorState } from "../data/error-state";
import { AboutLinks } from "../events/about-links";
import { shortType } from "../events/event-types";
import { Notice } from "../form/notice";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { SidePanel } from "../ui/side-panel";
import { SkeletonRows } from "../ui/skeleton";
import { CodeText } from "../value/code-text";
import { FactList } from "../value/fact-list";
import { Id } from "../value/id";
import { JsonText } from "../value/json-text";
import { Time } from "../value/time";
import { AttemptList } from "./attempt-list";
import { DeliveryBadge } from "./delivery-badge";
import { DELIVERIES_READ_EVERY_MS } from "./delivery-list-input";
import { RedeliverButton } from "./redeliver-button";

interface DeliveryPanelProps {
  readonly environment: Environment;
  readonly role: Role;
  /** Which delivery; null closes the panel. */
  readonly at: { readonly id: string; readonly eventId: string } | null;
  readonly onClose: () => void;
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
}

/** One event on its way to a receiver: how far it is, each attempt, the message as it goes out, and once more. */
export function DeliveryPanel({ environment, role, at, ...panel }: DeliveryPanelProps) {
  const t = useTranslations("deliveries");
  const trpc = useTrpc();
  const { data, isPending, error, refetch } = useQuery(
    trpc.subscriptions.delivery.queryOptions(at ?? { id: "", eventId: "" }, {
      enabled: at !== null,
      refetchInterval: DELIVERIES_READ_EVERY_MS,
    }),
  );
  return (
    <SidePanel open={at !== null} title={data ? shortType(data.type) : t("one")} {...panel}>
      {isPending ? <SkeletonRows count={3} /> : null}
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <DeliveryBadge delivery={data} explain />
            {role === "administrator" ? <RedeliverButton delivery={data} /> : null}
          </div>
          <FactList
            facts={[
              { label: t("fact.id"), value: <Id id={data.id} what={t("fact.id")} /> },
              {
                label: t("fact.subscription"),
                value: (
                  <Link
                    href={`/${environment}/events/subscriptions/${data.subscriptionId}`}
                    className="break-all rounded-sm text-link hover:underline"
                  >
                    {data.subscriptionId}
                  </Link>
                ),
              },
              { label: t("fact.sequence"), value: data.sequence ?? t("fact.test") },
              ...(data.payload
                ? [
                    {
                      label: t("fact.about"),
                      value: <AboutLinks environment={environment} about={aboutOf(data.payload)} />,
                    },
                  ]
                : []),
              { label: t("fact.changed"), value: <Time at={data.changedAt} explain /> },
              ...(data.nextAttemptAt
                ? [{ label: t("fact.next"), value: <Time at={data.nextAttemptAt} explain /> }]
                : []),
            ]}
          />
          <AttemptList tries={data.tries} attempts={data.attempts} />
          {data.answer === null ? null : <CodeText label={t("answer")} text={data.answer} />}
          {data.payload ? (
            <JsonText label={t("payload")} value={data.payload} />
          ) : (
            <Notice tone="neutral">{t("payloadGone")}</Notice>
          )}
        </>
      ) : null}
    </SidePanel>
  );
}

/** What the message says that it is about. */
function aboutOf({ data }: Readonly<Record<string, unknown>>) {
  const facts: Readonly<Record<string, unknown>> = typeof data === "object" && data !== null ? { ...data } : {};
  const text = (name: string) => (typeof facts[name] === "string" ? facts[name] : null);
  return { operationId: text("operationId"), deviceId: text("deviceId"), contentId: text("contentId") };
}
