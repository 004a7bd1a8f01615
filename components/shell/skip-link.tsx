"use client";
import { useTranslations } from "use-intl";

export const MAIN_ID = "main";

export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href={`#${MAIN_ID}`}
      className="sr-only z-50 rounded-sm bg-primary font-medium text-on-primary focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-4 focus:py-2"
    >
      {t("skip")}
    </a>
  );
}
