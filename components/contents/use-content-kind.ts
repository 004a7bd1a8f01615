"use client";
import { useTranslations } from "use-intl";
import type { ContentKind } from "@/server/services/contents/schemas";

/** What a kind of content is called. */
export function useContentKind(): (kind: ContentKind) => string {
  const t = useTranslations("contents.kind");
  return (kind) => t(kind);
}
