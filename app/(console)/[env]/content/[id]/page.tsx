import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { serverTranslator } from "@/app/texts";
import { ContentPage } from "@/components/contents/content-page";
import { shortId } from "@/components/value/short-id";
import { findOrNull } from "@/server/api/console";
import { consolePage } from "../../console-page";

interface ContentRouteProps {
  readonly params: Promise<{ readonly env: string; readonly id: string }>;
}

export async function generateMetadata({ params }: ContentRouteProps): Promise<Metadata> {
  const { id } = await params;
  return { title: `${(await serverTranslator())("contents.one")} ${shortId(id)}` };
}

export default async function ContentRoute({ params }: ContentRouteProps) {
  const { id } = await params;
  const { environment, session, data } = await consolePage(params, `/content/${encodeURIComponent(id)}`);
  const { queryClient, trpc } = data;
  const content = await findOrNull(() => queryClient.fetchQuery(trpc.contents.read.queryOptions({ id })));
  if (!content) notFound();
  return (
    <HydrationBoundary state={data.state()}>
      <ContentPage key={id} environment={environment} role={session.user.role} content={content} />
    </HydrationBoundary>
  );
}
