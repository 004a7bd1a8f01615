import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { SUBSCRIPTION_LIST_INPUT } from "@/components/subscriptions/subscription-list-input";
import { SubscriptionsPage } from "@/components/subscriptions/subscriptions-page";
import { eventsArea } from "../events-area";

interface SubscriptionsRouteProps {
  readonly params: Promise<{ readonly env: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("subscriptions.title") };
}

export default async function SubscriptionsRoute({ params }: SubscriptionsRouteProps) {
  const { environment, session, data } = await eventsArea(params, "/subscriptions");
  const { queryClient, trpc } = data;
  await Promise.all([
    queryClient.prefetchQuery(trpc.systems.names.queryOptions({})),
    queryClient.prefetchInfiniteQuery(
      trpc.subscriptions.list.infiniteQueryOptions(SUBSCRIPTION_LIST_INPUT, { getNextPageParam: (page) => page.next }),
    ),
  ]);
  return (
    <HydrationBoundary state={data.state()}>
      <SubscriptionsPage environment={environment} role={session.user.role} />
    </HydrationBoundary>
  );
}
