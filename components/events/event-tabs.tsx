"use client";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import { Tabs } from "../ui/tabs";

interface EventTabsProps {
  readonly environment: Environment;
  readonly current: "events" | "deliveries" | "subscriptions" | "grants";
}

/** What happened, what became of it on its way to others, who asked for it, and who may get it. */
export function EventTabs({ environment, current }: EventTabsProps) {
  const t = useTranslations();
  const href = `/${environment}/events`;
  return (
    <Tabs
      label={t("events.parts")}
      current={current}
      tabs={[
        { value: "events", label: t("events.title"), href },
        { value: "deliveries", label: t("deliveries.title"), href: `${href}/deliveries` },
        { value: "subscriptions", label: t("subscriptions.title"), href: `${href}/subscriptions` },
        { value: "grants", label: t("grants.title"), href: `${href}/grants` },
      ]}
    />
  );
}
