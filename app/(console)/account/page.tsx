import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { AccountPage } from "@/components/account/account-page";
import { pageData, requireUser } from "@/server/api/console";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("account.title") };
}

export default async function AccountRoute() {
  const session = await requireUser("/account");
  const data = await pageData(session, "live");
  await data.queryClient.prefetchQuery(data.trpc.account.sessions.queryOptions({}));
  const { name, email, role } = session.user;
  return (
    <HydrationBoundary state={data.state()}>
      <AccountPage user={{ name, email, role }} />
    </HydrationBoundary>
  );
}
