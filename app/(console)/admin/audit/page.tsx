import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { auditFilter, auditListInput } from "@/components/audit/audit-filter";
import { AuditPage } from "@/components/audit/audit-page";
import { adminPage } from "../admin-page";

interface AuditRouteProps {
  readonly searchParams: Promise<{
    readonly actor?: string | string[];
    readonly object?: string | string[];
    readonly action?: string | string[];
  }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("audit.title") };
}

export default async function AuditRoute({ searchParams }: AuditRouteProps) {
  const filter = auditFilter(await searchParams);
  const query = new URLSearchParams({ ...filter }).toString();
  const data = await adminPage(query ? `/audit?${query}` : "/audit");
  await data.queryClient.prefetchInfiniteQuery(
    data.trpc.audit.list.infiniteQueryOptions(auditListInput(filter), { getNextPageParam: (page) => page.next }),
  );
  return (
    <HydrationBoundary state={data.state()}>
      <AuditPage filter={filter} />
    </HydrationBoundary>
  );
}
