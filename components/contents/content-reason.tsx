"use client";
import { useLocale, useTranslations } from "use-intl";
import type { ContentWithUse } from "@/server/services/contents/schemas";
import { Notice } from "../form/notice";

/** Why a content cannot be used, and what to do about it. Nothing for one that can be, or will be. */
export function ContentReason({
  content: { state, reason, usedBy },
}: {
  readonly content: Pick<ContentWithUse, "state" | "reason" | "usedBy">;
}) {
  const t = useTranslations("contents.reason");
  const locale = useLocale();
  if (!reason) return null;
  // Why a pull failed has many codes, and one thing to do.
  const key = (reason.code.startsWith("pull_") ? "pull" : reason.code) as "bad_octets";
  // The server's own words say more in the single case; a person's words are shown as they are.
  const isOurs = !locale.startsWith("en") && t.has(`${key}.text`);
  const isKept = state === "retired" && usedBy.operations > 0;
  const next = isKept
    ? t("kept", { n: usedBy.tasks, total: usedBy.operations })
    : t.has(`${key}.next`)
      ? t(`${key}.next`)
      : "";
  return (
    <Notice tone={state === "rejected" ? "danger" : state === "quarantined" ? "attention" : "neutral"}>
      <p>{isOurs ? t(`${key}.text`) : reason.text}</p>
      {next ? <p>{next}</p> : null}
    </Notice>
  );
}
