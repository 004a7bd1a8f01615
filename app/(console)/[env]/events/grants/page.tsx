import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { GRANT_LIST_INPUT } from "@/components/grants/grant-list-input";
import { GrantsPage } from "@/components/grants/grants-page";
import { eventsArea } from "../events-area";

interface GrantsRouteProps {
  readonly params: Promise<{ readonly env: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("grants.title") };
}

export default async function GrantsRoute({ params }: GrantsRouteProps) {
  const { environment, session, data } = await eventsArea(params, "/grants");
  const { queryClient, trpc } = data;
  await Promise.all([
    queryClient.prefetchQuery(trpc.systems.names.queryOptions({})),
    queryClient.prefetchInfiniteQuery(
      trpc.grants.list.infiniteQueryOptions(GRANT_LIST_INPUT, { getNextPageParam: (page) => page.next }),
    ),
  ]);
  return (
    <HydrationBoundary state={data.state()}>
      <GrantsPage environment={environment} role={session.user.role} />
    </HydrationBoundary>
  );
}
