"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { DeviceUpdateView } from "@/server/services/contents/schemas";
import type { Role } from "@/server/services/principal";
import { useContentKind } from "../contents/use-content-kind";
import type { Column } from "../data/data-table";
import { PagedTable } from "../data/paged-list";
import { RowLink } from "../data/row-link";
import { mayStart, type StartSubject } from "../operations/start-forms";
import { useKindName } from "../operations/use-kind-name";
import { StatusBadge } from "../status/status-badge";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Missing } from "../value/missing";

const UPDATES_PER_PAGE = 20;

interface DeviceUpdatesProps {
  readonly environment: Environment;
  readonly role: Role;
  readonly deviceId: string;
  readonly onStart: (subject: StartSubject) => void;
}

/** The contents that are ready, each with whether it fits the device; those that do can be started here. */
export function DeviceUpdates({ environment, role, deviceId, onStart }: DeviceUpdatesProps) {
  const t = useTranslations("software");
  const trpc = useTrpc();
  const columns = useUpdateColumns(environment, role, onStart);
  const list = useInfiniteQuery(
    trpc.devices.updates.infiniteQueryOptions(
      { id: deviceId, limit: UPDATES_PER_PAGE },
      { getNextPageParam: (page) => page.next },
    ),
  );
  return (
    <Card title={t("ready")} flush>
      <PagedTable
        list={list}
        caption={t("ready")}
        columns={columns}
        rowKey={({ content }) => content.id}
        empty={<p className="p-4 text-muted">{t("noneReady")}</p>}
      />
    </Card>
  );
}

function useUpdateColumns(
  environment: Environment,
  role: Role,
  onStart: (subject: StartSubject) => void,
): readonly Column<DeviceUpdateView>[] {
  const t = useTranslations("software.column");
  const contentKind = useContentKind();
  const kindName = useKindName();
  return [
    {
      key: "content",
      header: t("content"),
      className: "w-full max-w-0",
      cell: ({ content: { id, name, kind, version }, reason }) => (
        <>
          <RowLink href={`/${environment}/content/${id}`}>{name}</RowLink>
          <span className="block wrap-anywhere text-muted">
            {[contentKind(kind), version].filter(Boolean).join(" ")}
          </span>
          <span className="block sm:hidden">
            <StatusBadge thing="update" state={reason?.code ?? "fits"} />
          </span>
        </>
      ),
    },
    {
      key: "has",
      header: t("has"),
      className: "@max-4xl:hidden max-w-40 truncate",
      cell: ({ has }) => (has ? <span className="font-mono">{has}</span> : <Missing />),
    },
    {
      key: "fits",
      header: t("fits"),
      className: "w-px whitespace-nowrap max-sm:hidden",
      cell: ({ reason }) => <StatusBadge thing="update" state={reason?.code ?? "fits"} />,
    },
    {
      key: "start",
      header: t("acts"),
      className: "w-px",
      cell: ({ content: { id, kind }, fits }) => {
        const act = kind === "firmware" ? "firmware.update" : "software.install";
        if (!fits || !mayStart(act, role)) return null;
        return (
          // Above the link that fills the row.
          <Button size="small" className="relative" onClick={() => onStart({ kind: act, uris: [], content: id })}>
            {kindName(act)}
          </Button>
        );
      },
    },
  ];
}
