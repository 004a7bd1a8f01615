"use client";
import { useTranslations } from "use-intl";

/** Stands where there is no value, and says so to those who hear the page. */
export function Missing() {
  const t = useTranslations("value");
  return (
    <span className="text-muted">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{t("missing")}</span>
    </span>
  );
}
