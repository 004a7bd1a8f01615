"use client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "@/server/api/trpc/router";

/** The console's API in React: `useTrpc()` gives query options, `useTrpcClient()` the bare client. */
export const {
  TRPCProvider: ApiContext,
  useTRPC: useTrpc,
  useTRPCClient: useTrpcClient,
} = createTRPCContext<AppRouter>();
