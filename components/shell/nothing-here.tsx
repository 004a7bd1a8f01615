"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { buttonStyle } from "../ui/button";

/** What is not there, and what somebody may not see: the same page for both. */
export function NothingHere() {
  const t = useTranslations("notFound");
  return (
    <div className="flex max-w-lg flex-col items-start gap-4 py-12">
      <h1 tabIndex={-1} className="text-2xl outline-none">
        {t("title")}
      </h1>
      <p className="text-lg text-muted">{t("text")}</p>
      <Link href="/" className={buttonStyle({ intent: "primary" })}>
        {t("action")}
      </Link>
    </div>
  );
}
