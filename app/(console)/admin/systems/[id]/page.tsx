import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { serverTranslator } from "@/app/texts";
import { SystemPage } from "@/components/admin/system-page";
import { shortId } from "@/components/value/short-id";
import { findOrNull } from "@/server/api/console";
import { adminPage } from "../../admin-page";

interface SystemRouteProps {
  readonly params: Promise<{ readonly id: string }>;
}

export async function generateMetadata({ params }: SystemRouteProps): Promise<Metadata> {
  const { id } = await params;
  return { title: `${(await serverTranslator())("systems.one")} ${shortId(id)}` };
}

export default async function SystemRoute({ params }: SystemRouteProps) {
  const { id } = await params;
  const data = await adminPage(`/systems/${encodeURIComponent(id)}`);
  const { queryClient, trpc } = data;
  const system = await findOrNull(() => queryClient.fetchQuery(trpc.systems.read.queryOptions({ id })));
  if (!system) notFound();
  return (
    <HydrationBoundary state={data.state()}>
      <SystemPage key={id} initial={system} />
    </HydrationBoundary>
  );
}
