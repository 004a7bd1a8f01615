"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { ErrorState } from "../data/error-state";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { SkeletonRows } from "../ui/skeleton";
import { FactList } from "../value/fact-list";
import { SUBSCRIPTION_READ_EVERY_MS } from "./subscription-list-input";

interface SubscriptionProgressProps {
  readonly environment: Environment;
  readonly id: string;
}

/** How a push goes, in numbers, and the way to each event of it. */
export function SubscriptionProgress({ environment, id }: SubscriptionProgressProps) {
  const t = useTranslations("subscriptions.progress");
  const format = useFormatter();
  const trpc = useTrpc();
  const { data, error, refetch } = useQuery(
    trpc.subscriptions.statistics.queryOptions({ id }, { refetchInterval: SUBSCRIPTION_READ_EVERY_MS }),
  );
  const deliveries = (state?: string) =>
    `/${environment}/events/deliveries?subscription=${id}${state ? `&state=${state}` : ""}`;
  const count = (n: number) => format.number(n);
  const linked = (n: number, state: string) =>
    n === 0 ? (
      count(n)
    ) : (
      <Link href={deliveries(state)} className="rounded-sm text-link hover:underline">
        {count(n)}
      </Link>
    );
  return (
    <Card
      title={t("title")}
      flush={data === undefined}
      aside={
        <Button asChild size="small">
          <Link href={deliveries()}>{t("deliveries")}</Link>
        </Button>
      }
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <SkeletonRows count={3} /> : null}
      {data ? (
        <FactList
          facts={[
            { label: t("delivered"), value: count(data.delivered) },
            { label: t("behind"), value: count(data.behind) },
            { label: t("waiting"), value: linked(data.waiting, "waiting") },
            { label: t("retrying"), value: linked(data.retrying, "retrying") },
            { label: t("parked"), value: linked(data.parked, "parked") },
            { label: t("failedAttempts"), value: count(data.failedAttempts) },
            {
              label: t("answer"),
              value: data.answerMs && t("answerMs", { n: data.answerMs.p50, total: data.answerMs.p95 }),
            },
          ]}
        />
      ) : null}
    </Card>
  );
}
