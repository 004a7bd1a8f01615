"use client";
import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { EmptyState } from "../data/empty-state";
import { EventTabs } from "../events/event-tabs";
import { useSystemNames } from "../events/use-system-names";
import { ListPage } from "../shell/list-page";
import { subscriptionName } from "../subscriptions/subscription-name";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { DeliveryFilterBar } from "./delivery-filter-bar";
import { DeliveryList } from "./delivery-list";
import { type DeliveryFilter, SUBSCRIPTIONS_OFFERED } from "./delivery-list-input";
import { RedeliverParkedDialog } from "./redeliver-parked-dialog";

interface DeliveriesPageProps {
  readonly environment: Environment;
  readonly role: Role;
  readonly filter: DeliveryFilter;
}

/** What became of the events that were pushed: of one subscription, or of all. */
export function DeliveriesPage({ environment, role, filter }: DeliveriesPageProps) {
  const t = useTranslations("deliveries");
  const trpc = useTrpc();
  const router = useRouter();
  const pathname = usePathname();
  const { nameOf: systemName } = useSystemNames();
  const subscriptions = useQuery(trpc.subscriptions.list.queryOptions(SUBSCRIPTIONS_OFFERED)).data?.items;
  const [asked, setAsked] = useState(false);
  const { subscription } = filter;
  const show = (next: Partial<Record<keyof DeliveryFilter, string | null>>) => {
    const words = Object.entries({ ...filter, ...next }).filter(([, word]) => word);
    router.replace(`${pathname}?${new URLSearchParams(words as [string, string][])}`, { scroll: false });
  };
  const nameOf = (id: string) => {
    const known = subscriptions?.find((offered) => offered.id === id);
    return known ? `${systemName(known.systemId)}: ${subscriptionName(known)}` : id;
  };
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      actions={
        role === "administrator" && subscriptions?.length !== 0 ? (
          <Button onClick={() => setAsked(true)}>{t("parked.act")}</Button>
        ) : null
      }
      tabs={<EventTabs environment={environment} current="deliveries" />}
      list={
        <>
          <DeliveryFilterBar filter={filter} subscriptions={subscriptions ?? []} nameOf={nameOf} onChange={show} />
          <DeliveryList
            environment={environment}
            role={role}
            filter={filter}
            nameOf={nameOf}
            clear={<Button onClick={() => show({ state: null })}>{t("noMatch.action")}</Button>}
            none={
              subscriptions?.length === 0 ? (
                <NoSubscription environment={environment} />
              ) : (
                <EmptyState icon={Send} title={t("none.title")} text={t("none.text")} />
              )
            }
          />
        </>
      }
    >
      <RedeliverParkedDialog open={asked} subscription={subscription} onClose={() => setAsked(false)} />
    </ListPage>
  );
}

function NoSubscription({ environment }: Pick<DeliveriesPageProps, "environment">) {
  const t = useTranslations("deliveries.noSubscription");
  return (
    <EmptyState
      icon={Send}
      title={t("title")}
      text={t("text")}
      action={
        <Button asChild>
          <Link href={`/${environment}/events/subscriptions`}>{t("action")}</Link>
        </Button>
      }
    />
  );
}
