"use client";
import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
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
import { Select } from "../ui/input";
import { DeliveryList } from "./delivery-list";
import { DELIVERY_STATES, type DeliveryFilter, SUBSCRIPTIONS_OFFERED } from "./delivery-list-input";

interface DeliveriesPageProps {
  readonly environment: Environment;
  readonly role: Role;
  readonly filter: DeliveryFilter;
}

/** What became of the events of one subscription. */
export function DeliveriesPage({ environment, role, filter }: DeliveriesPageProps) {
  const t = useTranslations("deliveries");
  const stateName = useTranslations("deliveries.state");
  const trpc = useTrpc();
  const router = useRouter();
  const pathname = usePathname();
  const { nameOf } = useSystemNames();
  const subscriptions = useQuery(trpc.subscriptions.list.queryOptions(SUBSCRIPTIONS_OFFERED)).data?.items ?? [];
  const { subscription, state } = filter;
  const show = (next: Partial<Record<keyof DeliveryFilter, string | null>>) => {
    const words = Object.entries({ ...filter, ...next }).filter(([, word]) => word);
    router.replace(`${pathname}?${new URLSearchParams(words as [string, string][])}`, { scroll: false });
  };
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      tabs={<EventTabs environment={environment} current="deliveries" />}
      list={
        subscription === null ? (
          <EmptyState
            icon={Send}
            title={t("noSubscription.title")}
            text={t("noSubscription.text")}
            action={
              <Button asChild>
                <Link href={`/${environment}/events/subscriptions`}>{t("noSubscription.action")}</Link>
              </Button>
            }
          />
        ) : (
          <>
            <search className="flex flex-wrap items-center gap-2 border-hairline border-b p-2">
              <Select
                aria-label={t("filter.subscription")}
                className="w-auto max-w-full border-hairline"
                value={subscription}
                onChange={(event) => show({ subscription: event.target.value })}
              >
                {subscriptions.some(({ id }) => id === subscription) ? null : (
                  <option value={subscription}>{subscription}</option>
                )}
                {subscriptions.map((offered) => (
                  <option key={offered.id} value={offered.id}>
                    {`${nameOf(offered.systemId)}: ${subscriptionName(offered)}`}
                  </option>
                ))}
              </Select>
              <Select
                aria-label={t("filter.state")}
                className="w-auto border-hairline"
                value={state ?? ""}
                onChange={(event) => show({ state: event.target.value })}
              >
                <option value="">{t("filter.all")}</option>
                {DELIVERY_STATES.map((option) => (
                  <option key={option} value={option}>
                    {stateName(option)}
                  </option>
                ))}
              </Select>
            </search>
            <DeliveryList
              environment={environment}
              role={role}
              filter={{ subscription, state }}
              clear={<Button onClick={() => show({ state: null })}>{t("noMatch.action")}</Button>}
            />
          </>
        )
      }
    />
  );
}
