import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { contentFilter, contentListInput } from "@/components/contents/content-list-input";
import { ContentsPage } from "@/components/contents/contents-page";
import { consolePage } from "../console-page";

interface ContentsRouteProps {
  readonly params: Promise<{ readonly env: string }>;
  readonly searchParams: Promise<{ readonly kind?: string | string[]; readonly state?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("contents.title") };
}

export default async function ContentsRoute({ params, searchParams }: ContentsRouteProps) {
  const filter = contentFilter(await searchParams);
  const query = new URLSearchParams({ ...filter }).toString();
  const { environment, session, data } = await consolePage(params, query ? `/content?${query}` : "/content");
  await data.queryClient.prefetchInfiniteQuery(
    data.trpc.contents.list.infiniteQueryOptions(contentListInput(filter), { getNextPageParam: (page) => page.next }),
  );
  return (
    <HydrationBoundary state={data.state()}>
      <ContentsPage environment={environment} role={session.user.role} filter={filter} />
    </HydrationBoundary>
  );
}
