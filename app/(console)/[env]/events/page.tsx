import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { eventListInput, eventPattern } from "@/components/events/event-list-input";
import { EventsPage } from "@/components/events/events-page";
import { eventsArea } from "./events-area";

interface EventsRouteProps {
  readonly params: Promise<{ readonly env: string }>;
  readonly searchParams: Promise<{ readonly type?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("events.title") };
}

export default async function EventsRoute({ params, searchParams }: EventsRouteProps) {
  const types = eventPattern((await searchParams).type);
  const { environment, data } = await eventsArea(params, types ? `?type=${types}` : "");
  await data.queryClient.prefetchInfiniteQuery(
    data.trpc.events.list.infiniteQueryOptions(eventListInput(types), { getNextPageParam: (page) => page.next }),
  );
  return (
    <HydrationBoundary state={data.state()}>
      <EventsPage environment={environment} types={types} />
    </HydrationBoundary>
  );
}
