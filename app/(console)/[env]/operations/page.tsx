import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { OPERATIONS_PER_PAGE } from "@/components/operations/operation-list-input";
import { OperationsPage } from "@/components/operations/operations-page";
import { consolePage } from "../console-page";

interface OperationsRouteProps {
  readonly params: Promise<{ readonly env: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("operations.title") };
}

export default async function OperationsRoute({ params }: OperationsRouteProps) {
  const { environment, data } = await consolePage(params, "/operations");
  await data.queryClient.prefetchInfiniteQuery(
    data.trpc.operations.list.infiniteQueryOptions(
      { limit: OPERATIONS_PER_PAGE },
      { getNextPageParam: (page) => page.next },
    ),
  );
  return (
    <HydrationBoundary state={data.state()}>
      <OperationsPage environment={environment} />
    </HydrationBoundary>
  );
}
