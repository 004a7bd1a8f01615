import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { SYSTEMS_PER_PAGE } from "@/components/admin/system-list-input";
import { SystemsPage } from "@/components/admin/systems-page";
import { adminPage } from "../admin-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("systems.title") };
}

export default async function SystemsRoute() {
  const data = await adminPage("/systems");
  await data.queryClient.prefetchInfiniteQuery(
    data.trpc.systems.list.infiniteQueryOptions({ limit: SYSTEMS_PER_PAGE }, { getNextPageParam: (page) => page.next }),
  );
  return (
    <HydrationBoundary state={data.state()}>
      <SystemsPage />
    </HydrationBoundary>
  );
}
