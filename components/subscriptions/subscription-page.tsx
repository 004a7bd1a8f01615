"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import type { SubscriptionView } from "@/server/services/webhooks/schemas";
import { useSystemNames } from "../events/use-system-names";
import { Breadcrumbs } from "../shell/breadcrumbs";
import { PageHeader } from "../shell/page-header";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { SubscriptionActs } from "./subscription-acts";
import { SubscriptionBadge } from "./subscription-badge";
import { SubscriptionFacts } from "./subscription-facts";
import { SUBSCRIPTION_READ_EVERY_MS } from "./subscription-list-input";
import { subscriptionName } from "./subscription-name";
import { SubscriptionProgress } from "./subscription-progress";
import { SubscriptionTrouble } from "./subscription-trouble";

interface SubscriptionPageProps {
  readonly environment: Environment;
  readonly role: Role;
  /** As the server read it; what changes later is asked for. */
  readonly subscription: SubscriptionView;
}

/** One subscription: whether it is well, how it goes, what it is, and what can be done. */
export function SubscriptionPage({ environment, role, subscription: first }: SubscriptionPageProps) {
  const t = useTranslations("subscriptions");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const { nameOf } = useSystemNames();
  const subscription = useQuery(
    trpc.subscriptions.read.queryOptions(
      { id: first.id },
      { initialData: first, refetchInterval: SUBSCRIPTION_READ_EVERY_MS },
    ),
  ).data;
  const name = subscriptionName(subscription);
  return (
    <div className="flex flex-col gap-5">
      <div>
        <Breadcrumbs
          label={t("way")}
          items={[{ label: t("title"), href: `/${environment}/events/subscriptions` }, { label: name }]}
        />
        <PageHeader
          title={name}
          state={<SubscriptionBadge subscription={subscription} explain />}
          summary={t("of", { name: nameOf(subscription.systemId) })}
          actions={
            role === "administrator" ? (
              <SubscriptionActs
                environment={environment}
                subscription={subscription}
                onDone={() => void queryClient.invalidateQueries({ queryKey: trpc.subscriptions.pathKey() })}
              />
            ) : null
          }
        />
      </div>
      <SubscriptionTrouble subscription={subscription} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <SubscriptionProgress environment={environment} id={subscription.id} />
        <SubscriptionFacts subscription={subscription} />
      </div>
    </div>
  );
}
