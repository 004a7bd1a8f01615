import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { readApiProblem } from "./api-error";

const FRESH_MS = 30_000;
const KEPT_MS = 5 * 60_000;
const RETRIES_MAX = 2;

/** `onSignedOut` is called when the server says that the sign-in is over. */
export function createQueryClient(onSignedOut?: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (readApiProblem(error).kind === "signed_out") onSignedOut?.();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // Whether the server can be reached, the call itself says. An act that waits until the browser believes itself online
      // would be done later, when whoever asked for it has given up.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        // The live stream says when something changed; within this time a page that is opened again asks nothing.
        staleTime: FRESH_MS,
        gcTime: KEPT_MS,
        refetchOnWindowFocus: false,
        retry: (failures, error) => {
          const { kind } = readApiProblem(error);
          return failures < RETRIES_MAX && (kind === "unreachable" || kind === "broken");
        },
      },
    },
  });
}
