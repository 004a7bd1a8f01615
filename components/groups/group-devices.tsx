"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { EmptyState } from "../data/empty-state";
import { PagedTable } from "../data/paged-list";
import { useDeviceColumns } from "../devices/device-columns";
import { DEVICES_PER_PAGE } from "../devices/device-list-input";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";

interface GroupDevicesProps {
  readonly environment: Environment;
  /** The group's id. */
  readonly group: string;
}

/** The devices that are in the group now. */
export function GroupDevices({ environment, group }: GroupDevicesProps) {
  const t = useTranslations("groups");
  const trpc = useTrpc();
  const columns = useDeviceColumns(environment);
  const list = useInfiniteQuery(
    trpc.devices.list.infiniteQueryOptions(
      { limit: DEVICES_PER_PAGE, group },
      { getNextPageParam: (page) => page.next },
    ),
  );
  return (
    <PagedTable
      list={list}
      caption={t("column.devices")}
      columns={columns}
      rowKey={(device) => device.id}
      empty={<EmptyState icon={SearchX} title={t("empty.title")} text={t("empty.text")} />}
    />
  );
}
