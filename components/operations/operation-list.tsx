"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useTranslations } from "use-intl";
import { type Column, DataTable } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { NewerRows } from "../data/newer-rows";
import { PagedList } from "../data/paged-list";
import { RowLink } from "../data/row-link";
import { useNewerRows } from "../data/use-newer-rows";
import { useTopic } from "../live/live-provider";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import type { OperationView } from "../trpc/views";
import { Time } from "../value/time";
import { OperationBadge } from "./operation-badge";
import { OPERATIONS_PER_PAGE } from "./operation-list-input";
import { useKindName } from "./use-kind-name";

/** The operations, newest first. Rows change in place; new ones wait until they are asked for. */
export function OperationList({ environment }: { readonly environment: Environment }) {
  const t = useTranslations("operations");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const columns = useOperationColumns(environment);
  const list = useInfiniteQuery(
    trpc.operations.list.infiniteQueryOptions(
      { limit: OPERATIONS_PER_PAGE },
      { getNextPageParam: (page) => page.next },
    ),
  );
  useTopic("operations", () => void queryClient.invalidateQueries({ queryKey: trpc.operations.list.pathKey() }));
  const operations = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { newer, show } = useNewerRows(operations.map(({ id }) => id));
  return (
    <PagedList
      list={list}
      waiting={newer}
      empty={<EmptyState icon={Workflow} title={t("none.title")} text={t("none.text")} />}
    >
      {(rows, hasMore) => (
        <>
          <NewerRows count={newer} onShow={show} />
          <DataTable
            caption={t("caption")}
            columns={columns}
            rows={rows.slice(newer)}
            rowKey={(operation) => operation.id}
            rowCount={hasMore ? -1 : rows.length - newer}
          />
        </>
      )}
    </PagedList>
  );
}

function useOperationColumns(environment: Environment): readonly Column<OperationView>[] {
  const t = useTranslations("operations");
  const kindName = useKindName();
  return [
    {
      key: "kind",
      header: t("column.kind"),
      className: "max-sm:w-full max-sm:max-w-0 sm:whitespace-nowrap",
      cell: (operation) => (
        <>
          <RowLink href={`/${environment}/operations/${operation.id}`}>{kindName(operation.kind)}</RowLink>
          <span className="block wrap-anywhere text-muted sm:hidden">
            <Time at={operation.createdAt} />
            {operation.reference ? ` · ${operation.reference}` : null}
          </span>
        </>
      ),
    },
    {
      key: "state",
      header: t("column.state"),
      className: "w-px whitespace-nowrap",
      cell: (operation) => <OperationBadge operation={operation} />,
    },
    {
      key: "devices",
      header: t("column.devices"),
      className: "max-sm:hidden whitespace-nowrap",
      cell: ({ counts }) => t("devicesDone", { succeeded: counts.succeeded, total: counts.total }),
    },
    {
      key: "by",
      header: t("column.by"),
      className: "@max-4xl:hidden",
      cell: (operation) => operation.createdBy.name,
    },
    {
      key: "reference",
      header: t("column.reference"),
      className: "@max-4xl:hidden wrap-anywhere text-muted",
      cell: (operation) => operation.reference,
    },
    {
      key: "created",
      header: t("column.created"),
      className: "w-px max-sm:hidden whitespace-nowrap text-muted",
      cell: (operation) => <Time at={operation.createdAt} />,
    },
  ];
}
