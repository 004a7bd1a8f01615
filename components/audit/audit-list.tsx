"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { EmptyState } from "../data/empty-state";
import { ErrorState } from "../data/error-state";
import { LoadMore } from "../data/load-more";
import { useTrpc } from "../trpc/trpc";
import { SkeletonRows } from "../ui/skeleton";
import { AuditEntry } from "./audit-entry";
import { type AuditFilter, auditListInput } from "./audit-filter";

interface AuditListProps {
  readonly filter: AuditFilter;
  /** Where nothing matches: how to see all. */
  readonly clear: ReactNode;
}

/** The entries, the newest first; each opens to what was before and after. */
export function AuditList({ filter, clear }: AuditListProps) {
  const t = useTranslations("audit");
  const trpc = useTrpc();
  const list = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(auditListInput(filter), { getNextPageParam: (page) => page.next }),
  );
  if (list.isPending) return <SkeletonRows count={8} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const entries = list.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    return Object.keys(filter).length > 0 ? (
      <EmptyState icon={SearchX} title={t("noMatch.title")} text={t("noMatch.text")} action={clear} />
    ) : (
      <EmptyState icon={ScrollText} title={t("none.title")} text={t("none.text")} />
    );
  }
  return (
    <>
      <ul aria-label={t("title")} className="divide-y divide-hairline">
        {entries.map((entry) => (
          <li key={entry.id}>
            <AuditEntry entry={entry} />
          </li>
        ))}
      </ul>
      <LoadMore
        shown={entries.length}
        hasMore={list.hasNextPage}
        pending={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  );
}
