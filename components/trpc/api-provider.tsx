"use client";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { createApiClient, type Environment } from "./api-client";
import { createQueryClient } from "./query-client";
import { ApiContext } from "./trpc";

interface ApiProviderProps {
  readonly environment: Environment;
  readonly children: ReactNode;
}

/** One cache and one client per environment, so that nothing of one is ever shown in the other. */
export function ApiProvider({ environment, children }: ApiProviderProps) {
  const [queryClient] = useState(() => createQueryClient(leaveForSignIn));
  const [apiClient] = useState(() => createApiClient(environment));
  return (
    <QueryClientProvider client={queryClient}>
      <ApiContext trpcClient={apiClient} queryClient={queryClient}>
        {children}
      </ApiContext>
    </QueryClientProvider>
  );
}

function leaveForSignIn(): void {
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}
