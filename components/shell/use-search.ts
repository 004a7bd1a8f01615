"use client";
import { useMutation } from "@tanstack/react-query";
import { type LucideIcon, MonitorSmartphone, Search, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import type { SearchHit } from "@/server/services/search/schemas";
import { setPrivateFilter } from "../devices/private-filter";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { deviceName, shortDevId } from "../value/device-name";

/** One row of the list under the search box. */
export interface SearchChoice {
  readonly key: string;
  readonly title: string;
  readonly hint: string;
  readonly icon: LucideIcon;
  readonly open: () => void;
}

/**
 * Paste and go: one hit is opened at once, several are listed with their reasons, words go to the devices filter.
 * `onLeave` is called before the page changes. The text goes to the server in a body and never into an address.
 */
export function useSearch(environment: Environment, onLeave: () => void) {
  const t = useTranslations("search");
  const router = useRouter();
  const trpc = useTrpc();
  const search = useMutation(trpc.search.resolve.mutationOptions());

  const leaveFor = (path: string) => {
    search.reset();
    onLeave();
    router.push(path);
  };
  const filterDevices = (text: string, inAddress: boolean) => {
    setPrivateFilter(inAddress ? "" : text);
    leaveFor(`/${environment}/devices${inAddress ? `?q=${encodeURIComponent(text)}` : ""}`);
  };
  const run = async (text: string) => {
    const found = await search.mutateAsync({ text }).catch(() => null);
    const [only, ...others] = found?.hits ?? [];
    if (found && !found.exact) filterDevices(text, true);
    else if (only && others.length === 0) leaveFor(pathOf(environment, only));
  };

  const hits = search.data?.exact ? search.data.hits : [];
  const nothing = search.data?.exact === true && hits.length === 0;
  const choices: SearchChoice[] = (hits.length > 1 ? hits : []).map((hit) => ({
    key: `${hit.id} ${hit.reason}`,
    title: hit.devId ? deviceName({ ...hit, devId: hit.devId }) : hit.id,
    hint: [hit.devId ? shortDevId(hit.devId) : null, t(`reason.${hit.reason}`)].filter(Boolean).join(" · "),
    icon: hit.kind === "device" ? MonitorSmartphone : Workflow,
    open: () => leaveFor(pathOf(environment, hit)),
  }));
  if (nothing) {
    const text = search.variables?.text ?? "";
    const open = () => filterDevices(text, false);
    choices.push({ key: "filter", title: t("filterDevices"), hint: t("filterHint"), icon: Search, open });
  }
  const message = search.isError
    ? t("failed")
    : nothing
      ? t("nothing")
      : hits.length > 1
        ? t("several", { n: hits.length })
        : "";
  return { run, reset: search.reset, pending: search.isPending, failed: search.isError, choices, message };
}

function pathOf(environment: Environment, hit: SearchHit): string {
  if (hit.kind === "device") return `/${environment}/devices/${hit.id}`;
  if (hit.kind === "content") return `/${environment}/content/${hit.id}`;
  if (hit.kind === "subscription") return `/${environment}/events/subscriptions/${hit.id}`;
  return hit.kind === "delivery" ? `/${environment}/events/deliveries?at=${hit.id}` : `/go/${hit.id}`;
}
