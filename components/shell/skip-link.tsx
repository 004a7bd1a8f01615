"use client";
import { useTranslations } from "use-intl";

export const MAIN_ID = "main";

export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href={`#${MAIN_ID}`}
      className="fixed top-2 left-2 z-50 -translate-y-16 rounded-sm bg-primary px-4 py-2 font-medium text-on-primary focus:translate-y-0"
    >
      {t("skip")}
    </a>
  );
}
