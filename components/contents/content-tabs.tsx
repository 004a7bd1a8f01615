"use client";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import { Tabs } from "../ui/tabs";

interface ContentTabsProps {
  readonly environment: Environment;
  readonly current: "contents" | "keys";
}

/** The contents, and the keys that may sign them: for administrators, who alone decide on keys. */
export function ContentTabs({ environment, current }: ContentTabsProps) {
  const t = useTranslations();
  const href = `/${environment}/content`;
  return (
    <Tabs
      label={t("contents.parts")}
      current={current}
      tabs={[
        { value: "contents", label: t("contents.title"), href },
        { value: "keys", label: t("signingKeys.title"), href: `${href}/signing-keys` },
      ]}
    />
  );
}
