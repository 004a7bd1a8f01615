import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { DEVICES_PER_PAGE } from "@/components/devices/device-list-input";
import { DevicesPage } from "@/components/devices/devices-page";
import { deviceQuery } from "@/components/devices/filter-term";
import { consolePage } from "../console-page";

/** Of a filter in an address: beyond that addresses are cut on the way. */
const FILTER_LENGTH_MAX = 1_000;

interface DevicesRouteProps {
  readonly params: Promise<{ readonly env: string }>;
  readonly searchParams: Promise<{ readonly q?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("devices.title") };
}

export default async function DevicesRoute({ params, searchParams }: DevicesRouteProps) {
  const { q } = await searchParams;
  const words = typeof q === "string" ? q.slice(0, FILTER_LENGTH_MAX) : "";
  const { environment, data } = await consolePage(params, `/devices${words ? `?q=${encodeURIComponent(words)}` : ""}`);
  await data.queryClient.prefetchInfiniteQuery(
    data.trpc.devices.list.infiniteQueryOptions(
      { limit: DEVICES_PER_PAGE, ...deviceQuery(words) },
      { getNextPageParam: (page) => page.next },
    ),
  );
  return (
    <HydrationBoundary state={data.state()}>
      <DevicesPage environment={environment} q={words} />
    </HydrationBoundary>
  );
}
