import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { GROUPS_PER_PAGE } from "@/components/groups/group-list-input";
import { GroupsPage } from "@/components/groups/groups-page";
import { consolePage } from "../../console-page";

interface GroupsRouteProps {
  readonly params: Promise<{ readonly env: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("groups.title") };
}

export default async function GroupsRoute({ params }: GroupsRouteProps) {
  const { environment, session, data } = await consolePage(params, "/devices/groups");
  await data.queryClient.prefetchInfiniteQuery(
    data.trpc.groups.list.infiniteQueryOptions({ limit: GROUPS_PER_PAGE }, { getNextPageParam: (page) => page.next }),
  );
  return (
    <HydrationBoundary state={data.state()}>
      <GroupsPage environment={environment} mayChange={session.user.role !== "agent"} />
    </HydrationBoundary>
  );
}
