import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { serverTranslator } from "@/app/texts";
import { USERS_PER_PAGE } from "@/components/admin/user-list-input";
import { UsersPage } from "@/components/admin/users-page";
import { adminPage } from "../admin-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("users.title") };
}

export default async function UsersRoute() {
  const data = await adminPage("/users");
  await data.queryClient.prefetchInfiniteQuery(
    data.trpc.users.list.infiniteQueryOptions({ limit: USERS_PER_PAGE }, { getNextPageParam: (page) => page.next }),
  );
  return (
    <HydrationBoundary state={data.state()}>
      <UsersPage />
    </HydrationBoundary>
  );
}
