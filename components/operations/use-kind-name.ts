"use client";
import { useTranslations } from "use-intl";

/** What an operation kind is called: an act, such as "Read values". A kind that has no name yet is shown as it is. */
export function useKindName(): (kind: string) => string {
  const t = useTranslations("kind");
  return (kind) => {
    const key = kind.replaceAll(".", "_") as "parameter_get";
    return t.has(key) ? t(key) : kind;
  };
}
