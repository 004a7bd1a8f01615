"use client";
import { useTranslations } from "use-intl";
import { Tabs } from "../ui/tabs";

/** The parts of the administration. */
export function AdminTabs({ current }: { readonly current: "systems" | "audit" }) {
  const t = useTranslations();
  return (
    <Tabs
      label={t("navigation.admin")}
      current={current}
      tabs={[
        { value: "systems", label: t("systems.title"), href: "/admin/systems" },
        { value: "audit", label: t("audit.title"), href: "/admin/audit" },
      ]}
    />
  );
}
