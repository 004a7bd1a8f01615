"use client";
import { useLocale, useTranslations } from "use-intl";
import type { TaskReason } from "@/server/services/operations/schemas";

/**
 * A reason in the person's language. In English the server's own words, which say more in the single case; else those
 * of the catalogue for its code, and the server's where the catalogue has none.
 */
export function useReasonWords(reason: TaskReason | null): { readonly text: string; readonly liftedBy: string | null } {
  const t = useTranslations("reason");
  const locale = useLocale();
  if (!reason) return { text: "", liftedBy: null };
  const key = reason.code as "device_asleep";
  const server = { text: reason.text, liftedBy: reason.liftedBy };
  if (locale.startsWith("en") || !t.has(`${key}.text`)) return server;
  return { text: t(`${key}.text`), liftedBy: reason.liftedBy ? t(`${key}.liftedBy`) : null };
}
