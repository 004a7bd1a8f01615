import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { serverTranslator } from "@/app/texts";
import { SIGNING_KEYS_PER_PAGE } from "@/components/signing-keys/signing-key-list-input";
import { SigningKeysPage } from "@/components/signing-keys/signing-keys-page";
import { consolePage } from "../../console-page";

interface SigningKeysRouteProps {
  readonly params: Promise<{ readonly env: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("signingKeys.title") };
}

export default async function SigningKeysRoute({ params }: SigningKeysRouteProps) {
  const { environment, session, data } = await consolePage(params, "/content/signing-keys");
  // To everybody else it is not there.
  if (session.user.role !== "administrator") notFound();
  await data.queryClient.prefetchInfiniteQuery(
    data.trpc.contents.signingKeys.infiniteQueryOptions(
      { limit: SIGNING_KEYS_PER_PAGE },
      { getNextPageParam: (page) => page.next },
    ),
  );
  return (
    <HydrationBoundary state={data.state()}>
      <SigningKeysPage environment={environment} />
    </HydrationBoundary>
  );
}
