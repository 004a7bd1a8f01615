import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { serverTranslator } from "@/app/texts";
import { SubscriptionPage } from "@/components/subscriptions/subscription-page";
import { shortId } from "@/components/value/short-id";
import { findOrNull } from "@/server/api/console";
import { eventsArea } from "../../events-area";

interface SubscriptionRouteProps {
  readonly params: Promise<{ readonly env: string; readonly id: string }>;
}

export async function generateMetadata({ params }: SubscriptionRouteProps): Promise<Metadata> {
  const { id } = await params;
  return { title: `${(await serverTranslator())("subscriptions.one")} ${shortId(id)}` };
}

export default async function SubscriptionRoute({ params }: SubscriptionRouteProps) {
  const { id } = await params;
  const { environment, session, data } = await eventsArea(params, `/subscriptions/${encodeURIComponent(id)}`);
  const { queryClient, trpc } = data;
  const subscription = await findOrNull(() => queryClient.fetchQuery(trpc.subscriptions.read.queryOptions({ id })));
  if (!subscription) notFound();
  await Promise.all([
    queryClient.prefetchQuery(trpc.systems.names.queryOptions({})),
    queryClient.prefetchQuery(trpc.subscriptions.statistics.queryOptions({ id })),
  ]);
  return (
    <HydrationBoundary state={data.state()}>
      <SubscriptionPage key={id} environment={environment} role={session.user.role} subscription={subscription} />
    </HydrationBoundary>
  );
}
