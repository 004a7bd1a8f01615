"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "use-intl";
import { useTrpc } from "../trpc/trpc";

interface StatusWords {
  readonly name: string;
  readonly meaning: string;
}

/** What a DM status code says in the person's language; nothing in English, which is the server's own, and for others. */
export function useOwnStatusWords(): (code: number | null) => StatusWords | undefined {
  const t = useTranslations("dmStatus");
  const locale = useLocale();
  return (code) => {
    const name = `${code}.name` as "200.name";
    if (locale.startsWith("en") || !t.has(name)) return undefined;
    return { name: t(name), meaning: t(`${code}.meaning` as "200.meaning") };
  };
}

/** What DM status codes say, from the server's one table; asked for once and kept. Nothing for a code until it is there. */
export function useStatusWords(codes: readonly number[]): (code: number) => string | undefined {
  const trpc = useTrpc();
  const own = useOwnStatusWords();
  const asked = [...new Set(codes)].filter((code) => code >= 100 && code <= 599).sort((a, b) => a - b);
  const words = useQuery(
    trpc.devices.statusMeanings.queryOptions(
      { codes: asked },
      { enabled: asked.length > 0, staleTime: Number.POSITIVE_INFINITY },
    ),
  );
  return (code) => {
    const known = own(code) ?? words.data?.items.find((item) => item.code === code);
    return known ? `${known.name}: ${known.meaning}` : undefined;
  };
}
