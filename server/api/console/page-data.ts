import { type DehydratedState, dehydrate, QueryClient } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { asServiceError } from "../../services/errors";
import type { Realm } from "../../services/principal";
import type { UserSession } from "../../services/users";
import { type AppRouter, appRouter } from "../trpc/router";
import type { TrpcContext } from "../trpc/trpc";
import { callContext } from "./require-user";

/** What a page reads on the server, under the very keys that its parts in the browser ask by. */
export async function pageData(session: UserSession, realm: Realm) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const call = await callContext(session, realm);
  const ctx: TrpcContext = { call, requestId: call.requestId, stillSignedIn: async () => true };
  const trpc = createTRPCOptionsProxy<AppRouter>({ router: appRouter, ctx, queryClient });
  return {
    trpc,
    queryClient,
    /** Everything that was read; what failed is left out and asked again by its part of the page. */
    state: (): DehydratedState => dehydrate(queryClient),
  };
}

export type PageData = Awaited<ReturnType<typeof pageData>>;

/** What a page cannot do without: null when there is no such thing. Other failures are thrown. */
export async function findOrNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    if (asServiceError(cause)?.code === "NOT_FOUND" || asServiceError(error)?.code === "NOT_FOUND") return null;
    throw error;
  }
}
