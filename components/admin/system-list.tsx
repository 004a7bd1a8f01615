"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { PlugZap } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ExternalSystemView } from "@/server/services/external-systems/schemas";
import type { Column } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { PagedTable } from "../data/paged-list";
import { RowLink } from "../data/row-link";
import { useTrpc } from "../trpc/trpc";
import { Missing } from "../value/missing";
import { Time } from "../value/time";
import { SystemBadge } from "./system-badge";
import { SYSTEMS_PER_PAGE } from "./system-list-input";

/** The External Systems of both environments, the newest first. */
export function SystemList() {
  const t = useTranslations("systems");
  const trpc = useTrpc();
  const columns = useSystemColumns();
  const list = useInfiniteQuery(
    trpc.systems.list.infiniteQueryOptions({ limit: SYSTEMS_PER_PAGE }, { getNextPageParam: (page) => page.next }),
  );
  return (
    <PagedTable
      list={list}
      caption={t("title")}
      columns={columns}
      rowKey={(system) => system.id}
      empty={<EmptyState icon={PlugZap} title={t("none.title")} text={t("none.text")} />}
    />
  );
}

function useSystemColumns(): readonly Column<ExternalSystemView>[] {
  const t = useTranslations("systems");
  const environment = useTranslations("environment.name");
  return [
    {
      key: "name",
      header: t("column.name"),
      className: "max-sm:w-full max-sm:max-w-0",
      cell: (system) => <RowLink href={`/admin/systems/${system.id}`}>{system.name}</RowLink>,
    },
    {
      key: "state",
      header: t("column.state"),
      className: "w-px whitespace-nowrap",
      cell: (system) => <SystemBadge system={system} />,
    },
    {
      key: "environment",
      header: t("column.environment"),
      className: "max-sm:hidden whitespace-nowrap",
      cell: (system) => environment(system.realm),
    },
    {
      key: "scopes",
      header: t("column.scopes"),
      className: "@max-4xl:hidden text-muted",
      cell: (system) => t("scopeCount", { n: system.scopes.length }),
    },
    {
      key: "used",
      header: t("column.used"),
      className: "w-px max-sm:hidden whitespace-nowrap text-muted",
      cell: (system) => {
        const at = lastUseOf(system);
        return at ? <Time at={at} /> : <Missing />;
      },
    },
  ];
}

function lastUseOf(system: ExternalSystemView): string | null {
  const uses = system.credentials.flatMap((credential) => credential.lastUsedAt ?? []);
  return uses.sort().at(-1) ?? null;
}
