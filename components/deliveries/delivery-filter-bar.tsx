"use client";
import { useTranslations } from "use-intl";
import type { SubscriptionView } from "@/server/services/webhooks/schemas";
import { Select } from "../ui/input";
import { DELIVERY_STATES, type DeliveryFilter } from "./delivery-list-input";

interface DeliveryFilterBarProps {
  readonly filter: DeliveryFilter;
  /** Those that can be chosen. */
  readonly subscriptions: readonly SubscriptionView[];
  readonly nameOf: (subscriptionId: string) => string;
  readonly onChange: (next: Partial<Record<keyof DeliveryFilter, string>>) => void;
}

/** What narrows the list of deliveries: to a subscription, to a state. */
export function DeliveryFilterBar({ filter, subscriptions, nameOf, onChange }: DeliveryFilterBarProps) {
  const t = useTranslations("deliveries.filter");
  const stateName = useTranslations("deliveries.state");
  const { subscription, state } = filter;
  const isOffered = subscription === null || subscriptions.some(({ id }) => id === subscription);
  return (
    <search className="flex flex-wrap items-center gap-2 border-hairline border-b p-2">
      <Select
        aria-label={t("subscription")}
        className="w-auto max-w-full border-hairline sm:max-w-96"
        value={subscription ?? ""}
        onChange={(event) => onChange({ subscription: event.target.value })}
      >
        <option value="">{t("allSubscriptions")}</option>
        {isOffered ? null : <option value={subscription}>{subscription}</option>}
        {subscriptions.map(({ id }) => (
          <option key={id} value={id}>
            {nameOf(id)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("state")}
        className="w-auto border-hairline"
        value={state ?? ""}
        onChange={(event) => onChange({ state: event.target.value })}
      >
        <option value="">{t("all")}</option>
        {DELIVERY_STATES.map((option) => (
          <option key={option} value={option}>
            {stateName(option)}
          </option>
        ))}
      </Select>
    </search>
  );
}
