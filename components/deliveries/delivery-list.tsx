"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
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
import {
  allDeliveriesInput,
  DELIVERIES_READ_EVERY_MS,
  type DeliveryFilter,
  deliveryKey,
  deliveryListInput,
  readDeliveryKey,
} from "./delivery-list-input";
import { DeliveryPanel } from "./delivery-panel";
import { lastAnswer } from "./last-answer";

interface DeliveryListProps {
  readonly environment: Environment;
  readonly role: Role;
  readonly filter: DeliveryFilter;
  /** What a subscription is called. */
  readonly nameOf: (subscriptionId: string) => string;
  /** Where nothing is in that state: how to see all. */
  readonly clear: ReactNode;
  /** Where there is nothing at all: how to begin. */
  readonly none: ReactNode;
}

/** The events that a subscription came to, or all of them, the newest first. A row opens beside the list. */
export function DeliveryList({ environment, role, filter, nameOf, clear, none }: DeliveryListProps) {
  const t = useTranslations("deliveries");
  const { at: open, addressOf, show } = useOpenRow();
  const columns = useDeliveryColumns({ addressOf, show }, filter.subscription === null ? nameOf : null);
  const list = useDeliveries(filter);
  const keys = list.data?.pages.flatMap((page) => page.items.map(deliveryKey)) ?? [];
  const at = open === null ? null : readDeliveryKey(open, filter.subscription);
  return (
    <>
      <PagedTable
        list={list}
        caption={t("title")}
        columns={columns}
        rowKey={deliveryKey}
        empty={
          filter.state === null ? (
            none
          ) : (
            <EmptyState icon={SearchX} title={t("noMatch.title")} text={t("noMatch.text")} action={clear} />
          )
        }
      />
      <DeliveryPanel
        environment={environment}
        role={role}
        at={at}
        onClose={() => show(null)}
        {...neighboursOf(keys, at && deliveryKey({ subscriptionId: at.id, id: at.eventId }), show)}
      />
    </>
  );
}

/** Read again and again: nothing announces them. */
function useDeliveries(filter: DeliveryFilter) {
  const trpc = useTrpc();
  const isOfOne = filter.subscription !== null;
  const reading = {
    getNextPageParam: (page: { readonly next: string | null }) => page.next,
    refetchInterval: DELIVERIES_READ_EVERY_MS,
  };
  const ofOne = useInfiniteQuery(
    trpc.subscriptions.deliveries.infiniteQueryOptions(deliveryListInput(filter), { ...reading, enabled: isOfOne }),
  );
  const ofAll = useInfiniteQuery(
    trpc.subscriptions.allDeliveries.infiniteQueryOptions(allDeliveriesInput(filter), {
      ...reading,
      enabled: !isOfOne,
    }),
  );
  return isOfOne ? ofOne : ofAll;
}

/** `nameOf`: what the subscription of each is called; null where all are of one. */
function useDeliveryColumns(
  row: Pick<ReturnType<typeof useOpenRow>, "addressOf" | "show">,
  nameOf: DeliveryListProps["nameOf"] | null,
) {
  const t = useTranslations("deliveries.column");
  const columns: readonly Column<DeliveryView>[] = [
    {
      key: "type",
      header: t("type"),
      className: "w-full max-w-0",
      cell: (delivery) => (
        <>
          <RowLink href={row.addressOf(deliveryKey(delivery))} onOpen={() => row.show(deliveryKey(delivery))}>
            <span className="font-mono">{shortType(delivery.type)}</span>
          </RowLink>
          {nameOf ? (
            <span className="block truncate text-muted sm:hidden">{nameOf(delivery.subscriptionId)}</span>
          ) : null}
        </>
      ),
    },
    ...(nameOf
      ? [
          {
            key: "subscription",
            header: t("subscription"),
            className: "max-sm:hidden max-w-64 truncate",
            cell: ({ subscriptionId }: DeliveryView) => nameOf(subscriptionId),
          },
        ]
      : []),
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
