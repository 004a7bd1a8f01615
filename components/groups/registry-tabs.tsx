"use client";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import { Tabs } from "../ui/tabs";

interface RegistryTabsProps {
  readonly environment: Environment;
  readonly current: "devices" | "groups";
}

/** The devices of an environment, one by one and in groups. */
export function RegistryTabs({ environment, current }: RegistryTabsProps) {
  const t = useTranslations("groups.tabs");
  return (
    <Tabs
      label={t("label")}
      current={current}
      tabs={[
        { value: "devices", label: t("devices"), href: `/${environment}/devices` },
        { value: "groups", label: t("groups"), href: `/${environment}/devices/groups` },
      ]}
    />
  );
}
