"use client";
import { useTranslations } from "use-intl";
import { cx } from "../ui/cx";

/** Ends that are neither good nor merely silent were refused or broken off. */
const TONES: Readonly<Record<string, string>> = {
  open: "bg-active-solid",
  completed: "bg-success-solid",
  silent: "bg-attention-solid",
  left: "bg-attention-solid",
};

/** How a session ended, in a word; its dot repeats it as a colour. */
export function SessionOutcome({ outcome }: { readonly outcome: string }) {
  const t = useTranslations("sessions");
  const key = `outcome.${outcome}` as "outcome.open";
  return (
    <span className="flex items-center gap-1.5 text-muted text-xs">
      <span aria-hidden="true" className={cx("size-2 rounded-full", TONES[outcome] ?? "bg-danger-solid")} />
      {t.has(key) ? t(key) : outcome}
    </span>
  );
}
