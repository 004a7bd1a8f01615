import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import type { AppRouter } from "@/server/api/trpc/router";

export type Environment = "live" | "sandbox";

/**
 * The client of the console's API for one environment. Reads go by POST like writes, so that no subscriber's number
 * ever stands in an address or in a log of addresses; only the live stream is a GET.
 */
export function createApiClient(environment: Environment) {
  const url = `/api/trpc?env=${environment}`;
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (call) => call.type === "subscription",
        true: httpSubscriptionLink({ url }),
        false: httpBatchLink({ url, methodOverride: "POST", maxItems: 10, headers: { "x-dmwsi": "1" } }),
      }),
    ],
  });
}

export type ApiClient = ReturnType<typeof createApiClient>;
