import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { serverTranslator } from "@/app/texts";
import { TASKS_PER_PAGE } from "@/components/operations/operation-list-input";
import { OperationPage } from "@/components/operations/operation-page";
import { shortId } from "@/components/value/short-id";
import { findOrNull } from "@/server/api/console";
import { consolePage } from "../../console-page";

interface OperationRouteProps {
  readonly params: Promise<{ readonly env: string; readonly id: string }>;
}

export async function generateMetadata({ params }: OperationRouteProps): Promise<Metadata> {
  const { id } = await params;
  return { title: `${(await serverTranslator())("operation.title")} ${shortId(id)}` };
}

export default async function OperationRoute({ params }: OperationRouteProps) {
  const { id } = await params;
  const { environment, data } = await consolePage(params, `/operations/${encodeURIComponent(id)}`);
  const { queryClient, trpc } = data;
  const operation = await findOrNull(() => queryClient.fetchQuery(trpc.operations.read.queryOptions({ id })));
  if (!operation) notFound();
  const tasks = await findOrNull(() =>
    queryClient.fetchQuery(trpc.operations.tasks.queryOptions({ id, limit: TASKS_PER_PAGE })),
  );
  const only = operation.counts.total === 1 ? tasks?.items[0] : undefined;
  if (only) await queryClient.prefetchQuery(trpc.operations.task.queryOptions({ id: only.id }));
  return (
    <HydrationBoundary state={data.state()}>
      <OperationPage key={id} environment={environment} operation={operation} />
    </HydrationBoundary>
  );
}
