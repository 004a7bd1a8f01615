"use client";
import { useTranslations } from "use-intl";
import type { SubscriptionView } from "@/server/services/webhooks/schemas";
import { useSystemNames } from "../events/use-system-names";
import { Card } from "../ui/card";
import { FactList } from "../value/fact-list";
import { Id } from "../value/id";
import { Time } from "../value/time";

/** What a subscription is, and what signs its messages. */
export function SubscriptionFacts({ subscription }: { readonly subscription: SubscriptionView }) {
  const t = useTranslations("subscriptions.fact");
  const { nameOf } = useSystemNames();
  const { url, types, filter, secrets, lastSuccessAt, createdAt } = subscription;
  return (
    <Card title={t("title")}>
      <FactList
        facts={[
          { label: t("id"), value: <Id id={subscription.id} what={t("idName")} /> },
          { label: t("system"), value: nameOf(subscription.systemId) },
          { label: t("url"), value: <code className="break-all font-mono text-sm">{url}</code> },
          { label: t("types"), value: <code className="break-words font-mono text-sm">{types.join(", ")}</code> },
          ...(filter === null
            ? []
            : [{ label: t("filter"), value: <code className="break-words font-mono text-sm">{filter}</code> }]),
          { label: t("success"), value: lastSuccessAt ? <Time at={lastSuccessAt} explain /> : t("never") },
          { label: t("created"), value: <Time at={createdAt} explain /> },
        ]}
      />
      <h3 className="mt-4 border-hairline border-t pt-3 pb-2 font-medium">{t("secrets", { n: secrets.length })}</h3>
      <ul className="flex flex-col gap-1 text-sm">
        {secrets.map((secret) => (
          <li key={secret.id} className="flex flex-wrap gap-x-4">
            <span>
              {t("secretMade")} <Time at={secret.createdAt} explain />
            </span>
            {secret.expiresAt ? (
              <span className="text-muted">
                {t("secretEnds")} <Time at={secret.expiresAt} explain />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
