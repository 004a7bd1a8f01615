import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { DeliveriesPage } from "@/components/deliveries/deliveries-page";
import {
  allDeliveriesInput,
  deliveryListInput,
  deliveryState,
  SUBSCRIPTIONS_OFFERED,
} from "@/components/deliveries/delivery-list-input";
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
  const subscription = typeof words.subscription === "string" && words.subscription !== "" ? words.subscription : null;
  const filter = { subscription, state: deliveryState(words.state) };
  const paging = { getNextPageParam: (page: { readonly next: string | null }) => page.next };
  await Promise.all([
    queryClient.prefetchQuery(trpc.subscriptions.list.queryOptions(SUBSCRIPTIONS_OFFERED)),
    queryClient.prefetchQuery(trpc.systems.names.queryOptions({})),
    subscription === null
      ? queryClient.prefetchInfiniteQuery(
          trpc.subscriptions.allDeliveries.infiniteQueryOptions(allDeliveriesInput(filter), paging),
        )
      : queryClient.prefetchInfiniteQuery(
          trpc.subscriptions.deliveries.infiniteQueryOptions(deliveryListInput(filter), paging),
        ),
  ]);
  return (
    <HydrationBoundary state={data.state()}>
      <DeliveriesPage environment={environment} role={session.user.role} filter={filter} />
    </HydrationBoundary>
  );
}
