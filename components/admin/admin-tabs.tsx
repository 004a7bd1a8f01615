"use client";
import { useTranslations } from "use-intl";
import { Tabs } from "../ui/tabs";

/** The parts of the administration. */
export function AdminTabs({ current }: { readonly current: "systems" | "users" | "audit" }) {
  const t = useTranslations();
  return (
    <Tabs
      label={t("navigation.admin")}
      current={current}
      tabs={[
        { value: "systems", label: t("systems.title"), href: "/admin/systems" },
        { value: "users", label: t("users.title"), href: "/admin/users" },
        { value: "audit", label: t("audit.title"), href: "/admin/audit" },
      ]}
    />
  );
}
