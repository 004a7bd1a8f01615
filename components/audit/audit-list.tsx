"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { EmptyState } from "../data/empty-state";
import { PagedList } from "../data/paged-list";
import { useTrpc } from "../trpc/trpc";
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
  const empty =
    Object.keys(filter).length > 0 ? (
      <EmptyState icon={SearchX} title={t("noMatch.title")} text={t("noMatch.text")} action={clear} />
    ) : (
      <EmptyState icon={ScrollText} title={t("none.title")} text={t("none.text")} />
    );
  return (
    <PagedList list={list} empty={empty}>
      {(entries) => (
        <ul aria-label={t("title")} className="divide-y divide-hairline">
          {entries.map((entry) => (
            <li key={entry.id}>
              <AuditEntry entry={entry} />
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  );
}
