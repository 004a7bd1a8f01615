"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Handshake } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { GrantView } from "@/server/services/grants/schemas";
import type { Column } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { PagedTable } from "../data/paged-list";
import { useSystemNames } from "../events/use-system-names";
import { StatusBadge } from "../status/status-badge";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Time } from "../value/time";
import { GRANT_LIST_INPUT } from "./grant-list-input";

type Ask = (act: "accept" | "end", grant: GrantView) => void;

interface GrantListProps {
  /** Where there is none yet: how to begin. */
  readonly begin: ReactNode;
  /** null: the person may only look. */
  readonly onAsk: Ask | null;
}

/** Grants in force and those that wait for a side, the newest first. */
export function GrantList({ begin, onAsk }: GrantListProps) {
  const t = useTranslations("grants");
  const trpc = useTrpc();
  const columns = useGrantColumns(onAsk);
  const list = useInfiniteQuery(
    trpc.grants.list.infiniteQueryOptions(GRANT_LIST_INPUT, { getNextPageParam: (page) => page.next }),
  );
  return (
    <PagedTable
      list={list}
      caption={t("title")}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<EmptyState icon={Handshake} title={t("none.title")} text={t("none.text")} action={begin} />}
    />
  );
}

function useGrantColumns(onAsk: Ask | null) {
  const t = useTranslations("grants");
  const { nameOf } = useSystemNames();
  const columns: readonly Column<GrantView>[] = [
    {
      key: "between",
      header: t("column.between"),
      className: "w-full max-w-0",
      cell: ({ from, to, kinds, state }) => (
        <>
          <span className="block break-words font-medium sm:truncate">
            {t("between", { name: nameOf(from), to: nameOf(to) })}
          </span>
          <span className="block break-words font-mono text-muted lg:hidden">{kinds.join(", ")}</span>
          <span className="mt-1 block sm:hidden">
            <StatusBadge thing="grant" state={state} />
          </span>
        </>
      ),
    },
    {
      key: "kinds",
      header: t("column.kinds"),
      className: "max-lg:hidden max-w-64 truncate",
      cell: ({ kinds }) => <span className="font-mono">{kinds.join(", ")}</span>,
    },
    {
      key: "detail",
      header: t("column.detail"),
      className: "max-sm:hidden whitespace-nowrap",
      cell: ({ detail }) => t(`detail.${detail}`),
    },
    {
      key: "state",
      header: t("column.state"),
      className: "max-sm:hidden w-px whitespace-nowrap",
      cell: ({ state }) => <StatusBadge thing="grant" state={state} />,
    },
    {
      key: "created",
      header: t("column.created"),
      className: "max-sm:hidden w-px whitespace-nowrap text-muted",
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ];
  if (!onAsk) return columns;
  const acts: Column<GrantView> = {
    key: "acts",
    header: t("column.acts"),
    className: "w-px whitespace-nowrap",
    cell: (grant) => (
      <span className="flex justify-end gap-1 max-sm:flex-col">
        {(grant.state === "waiting" ? (["accept", "end"] as const) : (["end"] as const)).map((act) => (
          <Button
            key={act}
            size="small"
            aria-label={t(`${act}.of`, { name: nameOf(grant.from), to: nameOf(grant.to) })}
            onClick={() => onAsk(act, grant)}
          >
            {t(`${act}.act`)}
          </Button>
        ))}
      </span>
    ),
  };
  return [...columns, acts];
}
