"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone, SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { EmptyState } from "../data/empty-state";
import { PagedTable } from "../data/paged-list";
import { useTopic } from "../live/live-provider";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { useDeviceColumns } from "./device-columns";
import { DEVICES_PER_PAGE } from "./device-list-input";
import { deviceQuery } from "./filter-term";

interface DeviceListProps {
  readonly environment: Environment;
  /** What the list is narrowed to; empty for all. */
  readonly term: string;
  readonly onClear: () => void;
}

export function DeviceList({ environment, term, onClear }: DeviceListProps) {
  const t = useTranslations("devices");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const columns = useDeviceColumns(environment);
  const list = useInfiniteQuery(
    trpc.devices.list.infiniteQueryOptions(
      { limit: DEVICES_PER_PAGE, ...deviceQuery(term) },
      { getNextPageParam: (page) => page.next, placeholderData: (before) => before },
    ),
  );
  useTopic("devices", () => void queryClient.invalidateQueries({ queryKey: trpc.devices.list.pathKey() }));

  return (
    <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? "opacity-60 transition-opacity" : ""}>
      <PagedTable
        list={list}
        caption={t("caption")}
        columns={columns}
        rowKey={(device) => device.id}
        empty={
          term ? (
            <EmptyState
              icon={SearchX}
              title={t("noMatch.title")}
              text={t("noMatch.text")}
              action={<Button onClick={onClear}>{t("noMatch.action")}</Button>}
            />
          ) : (
            <EmptyState icon={MonitorSmartphone} title={t("none.title")} text={t("none.text")} />
          )
        }
      />
    </div>
  );
}
