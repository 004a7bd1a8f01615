"use client";
import { useQuery } from "@tanstack/react-query";
import { useTrpc } from "../trpc/trpc";

/** The External Systems of the environment, and what one is called; one that has no name here is called by its id. */
export function useSystemNames() {
  const trpc = useTrpc();
  const systems = useQuery(trpc.systems.names.queryOptions({})).data?.items ?? [];
  return { systems, nameOf: (id: string) => systems.find((system) => system.id === id)?.name ?? id };
}
