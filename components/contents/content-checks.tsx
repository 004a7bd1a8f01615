"use client";
import { useLocale, useTranslations } from "use-intl";
import type { ContentCheck, ContentView } from "@/server/services/contents/schemas";
import type { CheckStatus } from "../status/catalogue";
import { StatusBadge } from "../status/status-badge";

/** In the order in which they are done. */
const CHECKS = ["size", "digest", "format", "signature", "binding"] as const satisfies readonly ContentCheck["check"][];

/** Each way in which they fail has a code of its own. */
const DECIDED_BY_SIGNATURE: ReadonlySet<ContentCheck["check"]> = new Set(["signature", "binding"]);

/** Every check with its result and what was found; those that were not reached say so. */
export function ContentChecks({ content }: { readonly content: Pick<ContentView, "state" | "checks" | "reason"> }) {
  const t = useTranslations("contents.checks");
  const reasons = useTranslations("contents.reason");
  const locale = useLocale();
  const signed = ({ name, certifiedBy, comment }: NonNullable<ContentCheck["signer"]>): string =>
    [
      certifiedBy === null ? t("signed.byKey", { name }) : t("signed.byCertified", { name, certifiedBy }),
      ...(comment === null ? [] : [t("signed.comment", { comment })]),
    ].join(" ");
  const isOpen = content.state === "uploading" || content.state === "verifying";
  const isHeld = content.state === "rejected" || content.state === "quarantined";
  return (
    <ul aria-label={t("title")} className="divide-y divide-hairline">
      {CHECKS.map((check) => {
        const found = content.checks.find((one) => one.check === check);
        const state: CheckStatus = found?.result ?? (isOpen ? "waiting" : "skipped");
        const own = `found.${check}.${state}` as "found.size.passed";
        // What a failed check found is why the content stands where it does, until a person decides on it.
        const why = `${content.reason?.code}.text` as "bad_signature.text";
        const isWhy = state === "failed" && DECIDED_BY_SIGNATURE.has(check) && isHeld && reasons.has(why);
        const words = isWhy ? reasons(why) : found?.signer ? signed(found.signer) : t.has(own) ? t(own) : undefined;
        return (
          <li key={check} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
            <span className="w-28 font-medium">{t(`name.${check}`)}</span>
            <StatusBadge thing="check" state={state} explain />
            <span className="min-w-0 flex-1 basis-48 break-words text-muted">
              {(locale.startsWith("en") ? found?.detail : (words ?? found?.detail)) ??
                t(isOpen ? `about.${check}` : content.state === "rejected" ? "notReached" : "nothing")}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
