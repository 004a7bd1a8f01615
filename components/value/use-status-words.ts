"use client";
import { useQuery } from "@tanstack/react-query";
import { useTrpc } from "../trpc/trpc";

/** What DM status codes say, from the server's one table; asked for once and kept. Nothing for a code until it is there. */
export function useStatusWords(codes: readonly number[]): (code: number) => string | undefined {
  const trpc = useTrpc();
  const asked = [...new Set(codes)].filter((code) => code >= 100 && code <= 599).sort((a, b) => a - b);
  const words = useQuery(
    trpc.devices.statusMeanings.queryOptions(
      { codes: asked },
      { enabled: asked.length > 0, staleTime: Number.POSITIVE_INFINITY },
    ),
  );
  return (code) => {
    const known = words.data?.items.find((item) => item.code === code);
    return known ? `${known.name}: ${known.meaning}` : undefined;
  };
}
