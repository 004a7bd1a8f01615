import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { DeliveriesPage } from "@/components/deliveries/deliveries-page";
import { deliveryListInput, deliveryState, SUBSCRIPTIONS_OFFERED } from "@/components/deliveries/delivery-list-input";
import { eventsArea } from "../events-area";

interface DeliveriesRouteProps {
  readonly params: Promise<{ readonly env: string }>;
  readonly searchParams: Promise<{ readonly subscription?: string | string[]; readonly state?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("deliveries.title") };
}

export default async function DeliveriesRoute({ params, searchParams }: DeliveriesRouteProps) {
  const words = await searchParams;
  const { environment, session, data } = await eventsArea(params, "/deliveries");
  const { queryClient, trpc } = data;
  const [subscriptions] = await Promise.all([
    queryClient.fetchQuery(trpc.subscriptions.list.queryOptions(SUBSCRIPTIONS_OFFERED)),
    queryClient.prefetchQuery(trpc.systems.names.queryOptions({})),
  ]);
  const asked = typeof words.subscription === "string" ? words.subscription : subscriptions.items[0]?.id;
  const filter = { subscription: asked ?? null, state: deliveryState(words.state) };
  if (filter.subscription !== null) {
    await queryClient.prefetchInfiniteQuery(
      trpc.subscriptions.deliveries.infiniteQueryOptions(deliveryListInput(filter), {
        getNextPageParam: (page) => page.next,
      }),
    );
  }
  return (
    <HydrationBoundary state={data.state()}>
      <DeliveriesPage environment={environment} role={session.user.role} filter={filter} />
    </HydrationBoundary>
  );
}
