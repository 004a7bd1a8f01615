"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { SubscriptionView } from "@/server/services/webhooks/schemas";
import type { Column } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { PagedTable } from "../data/paged-list";
import { RowLink } from "../data/row-link";
import { useSystemNames } from "../events/use-system-names";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Missing } from "../value/missing";
import { Time } from "../value/time";
import { SubscriptionBadge } from "./subscription-badge";
import { SUBSCRIPTION_LIST_INPUT } from "./subscription-list-input";
import { subscriptionName } from "./subscription-name";

interface SubscriptionListProps {
  readonly environment: Environment;
  /** Where there is none yet: how to begin. */
  readonly begin: ReactNode;
}

/** Where events are pushed to, the newest first. */
export function SubscriptionList({ environment, begin }: SubscriptionListProps) {
  const t = useTranslations("subscriptions");
  const trpc = useTrpc();
  const columns = useSubscriptionColumns(environment);
  const list = useInfiniteQuery(
    trpc.subscriptions.list.infiniteQueryOptions(SUBSCRIPTION_LIST_INPUT, { getNextPageParam: (page) => page.next }),
  );
  return (
    <PagedTable
      list={list}
      caption={t("title")}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<EmptyState icon={Webhook} title={t("none.title")} text={t("none.text")} action={begin} />}
    />
  );
}

function useSubscriptionColumns(environment: Environment) {
  const t = useTranslations("subscriptions.column");
  const { nameOf } = useSystemNames();
  const columns: readonly Column<SubscriptionView>[] = [
    {
      key: "name",
      header: t("name"),
      className: "w-full max-w-0",
      cell: (subscription) => (
        <>
          <RowLink href={`/${environment}/events/subscriptions/${subscription.id}`}>
            {subscriptionName(subscription)}
          </RowLink>
          <span className="block truncate text-muted sm:hidden">{nameOf(subscription.systemId)}</span>
        </>
      ),
    },
    {
      key: "system",
      header: t("system"),
      className: "max-sm:hidden max-w-52 truncate",
      cell: ({ systemId }) => nameOf(systemId),
    },
    {
      key: "state",
      header: t("state"),
      className: "w-px whitespace-nowrap",
      cell: (subscription) => <SubscriptionBadge subscription={subscription} />,
    },
    {
      key: "types",
      header: t("types"),
      className: "max-lg:hidden max-w-52 truncate",
      cell: ({ types }) => <span className="font-mono">{types.join(", ")}</span>,
    },
    {
      key: "success",
      header: t("success"),
      className: "max-sm:hidden w-px whitespace-nowrap text-muted",
      cell: ({ lastSuccessAt }) => (lastSuccessAt ? <Time at={lastSuccessAt} /> : <Missing />),
    },
  ];
  return columns;
}
