import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { serverTranslator } from "@/app/texts";
import { GroupPage } from "@/components/groups/group-page";
import { shortId } from "@/components/value/short-id";
import { findOrNull } from "@/server/api/console";
import { consolePage } from "../../../console-page";

interface GroupRouteProps {
  readonly params: Promise<{ readonly env: string; readonly id: string }>;
}

export async function generateMetadata({ params }: GroupRouteProps): Promise<Metadata> {
  const { id } = await params;
  return { title: `${(await serverTranslator())("groups.one")} ${shortId(id)}` };
}

export default async function GroupRoute({ params }: GroupRouteProps) {
  const { id } = await params;
  const { environment, session, data } = await consolePage(params, `/devices/groups/${encodeURIComponent(id)}`);
  const { queryClient, trpc } = data;
  const group = await findOrNull(() => queryClient.fetchQuery(trpc.groups.read.queryOptions({ id })));
  if (!group) notFound();
  return (
    <HydrationBoundary state={data.state()}>
      <GroupPage key={id} environment={environment} initial={group} mayChange={session.user.role !== "agent"} />
    </HydrationBoundary>
  );
}
