"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { SearchX, Send } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import type { DeliveryView } from "@/server/services/webhooks/schemas";
import type { Column } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { PagedTable } from "../data/paged-list";
import { RowLink } from "../data/row-link";
import { neighboursOf, useOpenRow } from "../data/use-open-row";
import { shortType } from "../events/event-types";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Missing } from "../value/missing";
import { Time } from "../value/time";
import { DeliveryBadge } from "./delivery-badge";
import { DELIVERIES_READ_EVERY_MS, type DeliveryFilter, deliveryListInput } from "./delivery-list-input";
import { DeliveryPanel } from "./delivery-panel";
import { lastAnswer } from "./last-answer";

interface DeliveryListProps {
  readonly environment: Environment;
  readonly role: Role;
  readonly filter: DeliveryFilter & { readonly subscription: string };
  /** Where nothing is in that state: how to see all. */
  readonly clear: ReactNode;
}

/** The events that a subscription came to, the newest first. A row opens beside the list. */
export function DeliveryList({ environment, role, filter, clear }: DeliveryListProps) {
  const t = useTranslations("deliveries");
  const trpc = useTrpc();
  const { at, addressOf, show } = useOpenRow();
  const columns = useDeliveryColumns({ addressOf, show });
  const list = useInfiniteQuery(
    trpc.subscriptions.deliveries.infiniteQueryOptions(deliveryListInput(filter), {
      getNextPageParam: (page) => page.next,
      refetchInterval: DELIVERIES_READ_EVERY_MS,
    }),
  );
  const keys = list.data?.pages.flatMap((page) => page.items.map(({ id }) => id)) ?? [];
  return (
    <>
      <PagedTable
        list={list}
        caption={t("title")}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          filter.state === null ? (
            <EmptyState icon={Send} title={t("none.title")} text={t("none.text")} />
          ) : (
            <EmptyState icon={SearchX} title={t("noMatch.title")} text={t("noMatch.text")} action={clear} />
          )
        }
      />
      <DeliveryPanel
        environment={environment}
        role={role}
        subscription={filter.subscription}
        at={at}
        onClose={() => show(null)}
        {...neighboursOf(keys, at, show)}
      />
    </>
  );
}

function useDeliveryColumns(row: Pick<ReturnType<typeof useOpenRow>, "addressOf" | "show">) {
  const t = useTranslations("deliveries.column");
  const columns: readonly Column<DeliveryView>[] = [
    {
      key: "type",
      header: t("type"),
      className: "w-full max-w-0",
      cell: ({ id, type }) => (
        <RowLink href={row.addressOf(id)} onOpen={() => row.show(id)}>
          <span className="font-mono">{shortType(type)}</span>
        </RowLink>
      ),
    },
    {
      key: "state",
      header: t("state"),
      className: "w-px whitespace-nowrap",
      cell: (delivery) => <DeliveryBadge delivery={delivery} />,
    },
    {
      key: "answer",
      header: t("answer"),
      className: "max-lg:hidden max-w-64 truncate",
      cell: (delivery) => lastAnswer(delivery) ?? <Missing />,
    },
    {
      key: "next",
      header: t("next"),
      className: "max-sm:hidden w-px whitespace-nowrap",
      cell: ({ nextAttemptAt }) => (nextAttemptAt ? <Time at={nextAttemptAt} /> : <Missing />),
    },
    {
      key: "changed",
      header: t("changed"),
      className: "max-sm:hidden w-px whitespace-nowrap text-muted",
      cell: ({ changedAt }) => <Time at={changedAt} />,
    },
  ];
  return columns;
}
