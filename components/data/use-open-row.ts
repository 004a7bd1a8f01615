"use client";
import { usePathname, useSearchParams } from "next/navigation";

/**
 * The row of a list that is open beside it, by the `at` of the address, and the addresses of others. It is opened within
 * the page: nothing of the list is read again.
 */
export function useOpenRow() {
  const pathname = usePathname();
  const query = useSearchParams();
  const addressOf = (at: string | null): string => {
    const next = new URLSearchParams(query);
    if (at === null) next.delete("at");
    else next.set("at", at);
    const text = next.toString();
    return text ? `${pathname}?${text}` : pathname;
  };
  return {
    at: query.get("at"),
    addressOf,
    show: (at: string | null) => window.history.pushState(null, "", addressOf(at)),
  };
}

/** How the neighbours of the open row are shown. */
export function neighboursOf(keys: readonly string[], at: string | null, show: (at: string) => void) {
  const place = at === null ? -1 : keys.indexOf(at);
  const to = (key: string | undefined) => (place < 0 || key === undefined ? null : () => show(key));
  return { onPrevious: to(keys[place - 1]), onNext: to(keys[place + 1]) };
}
