"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { type NewSigningSecret, ShownOnce } from "../admin/shown-once";
import { EventTabs } from "../events/event-tabs";
import { AddButton, ListPage } from "../shell/list-page";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { CreateSubscriptionDialog } from "./create-subscription-dialog";

import { SubscriptionList } from "./subscription-list";

interface SubscriptionsPageProps {
  readonly environment: Environment;
  readonly role: Role;
}

/** Where events are pushed to, and the way to have them pushed somewhere else too. */
export function SubscriptionsPage({ environment, role }: SubscriptionsPageProps) {
  const t = useTranslations("subscriptions");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<NewSigningSecret | null>(null);
  const create =
    role === "administrator" ? <AddButton onClick={() => setCreating(true)}>{t("create.act")}</AddButton> : null;
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      actions={create}
      tabs={<EventTabs environment={environment} current="subscriptions" />}
      list={<SubscriptionList environment={environment} begin={create} />}
    >
      {create ? (
        <CreateSubscriptionDialog
          open={creating}
          onClose={() => setCreating(false)}
          onCreated={(secret) => {
            setCreating(false);
            setCreated(secret);
            void queryClient.invalidateQueries({ queryKey: trpc.subscriptions.list.pathKey() });
          }}
        />
      ) : null}
      <ShownOnce
        given={created}
        onStored={() => {
          if (created) router.push(`/${environment}/events/subscriptions/${created.subscriptionId}`);
          setCreated(null);
        }}
      />
    </ListPage>
  );
}
