"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ExternalSystemView } from "@/server/services/external-systems/schemas";
import { useTrpc } from "../trpc/trpc";

/** A system as it is now, and how to have it read again after a change. */
export function useSystem(initial: ExternalSystemView) {
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const { data: system = initial } = useQuery(trpc.systems.read.queryOptions({ id: initial.id }));
  return { system, readAgain: () => queryClient.invalidateQueries({ queryKey: trpc.systems.pathKey() }) };
}
