"use client";
import { useTranslations } from "use-intl";
import { DeviceFilterField } from "../form/device-filter-field";

interface GroupFilterFieldProps {
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Which devices a group has, in the filter language. */
export function GroupFilterField(props: GroupFilterFieldProps) {
  const t = useTranslations("groups");
  return <DeviceFilterField label={t("filter")} hint={t("filterHint")} required {...props} />;
}
