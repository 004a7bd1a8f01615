"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Rss, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type Column, DataTable } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { NewerRows } from "../data/newer-rows";
import { PagedList } from "../data/paged-list";
import { RowLink } from "../data/row-link";
import { useNewerRows } from "../data/use-newer-rows";
import { neighboursOf, useOpenRow } from "../data/use-open-row";
import { useTopic } from "../live/live-provider";
import { useKindName } from "../operations/use-kind-name";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import type { LoggedEventView } from "../trpc/views";
import { Button } from "../ui/button";
import { shortDevId } from "../value/device-name";
import { Id } from "../value/id";
import { Missing } from "../value/missing";
import { Time } from "../value/time";
import { eventListInput } from "./event-list-input";
import { EventPanel } from "./event-panel";
import { shortType } from "./event-types";

interface EventListProps {
  readonly environment: Environment;
  readonly types: string | null;
  /** Where nothing matches: how to see all. */
  readonly clear: ReactNode;
}

/** The events, the newest first; new ones wait until they are asked for. A row opens beside the list. */
export function EventList({ environment, types, clear }: EventListProps) {
  const t = useTranslations("events");
  const more = useTranslations("list");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const { at, addressOf, show } = useOpenRow();
  const columns = useEventColumns({ addressOf, show });
  const list = useInfiniteQuery(
    trpc.events.list.infiniteQueryOptions(eventListInput(types), { getNextPageParam: (page) => page.next }),
  );
  useTopic("events", () => void queryClient.invalidateQueries({ queryKey: trpc.events.list.pathKey() }));
  const keys = list.data?.pages.flatMap((page) => page.items.map(keyOf)) ?? [];
  const { newer, show: showNewer } = useNewerRows(keys);
  const further = list.hasNextPage ? (
    <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      {more("more")}
    </Button>
  ) : (
    clear
  );
  return (
    <>
      <PagedList
        list={list}
        waiting={newer}
        empty={
          types === null ? (
            <EmptyState icon={Rss} title={t("none.title")} text={t("none.text")} />
          ) : (
            <EmptyState icon={SearchX} title={t("noMatch.title")} text={t("noMatch.text")} action={further} />
          )
        }
      >
        {(rows, hasMore) => (
          <>
            <NewerRows count={newer} onShow={showNewer} />
            <DataTable
              caption={t("title")}
              columns={columns}
              rows={rows.slice(newer)}
              rowKey={keyOf}
              rowCount={hasMore ? -1 : rows.length - newer}
            />
          </>
        )}
      </PagedList>
      <EventPanel environment={environment} at={at} onClose={() => show(null)} {...neighboursOf(keys, at, show)} />
    </>
  );
}

function keyOf({ sequence }: LoggedEventView): string {
  return String(sequence);
}

function useEventColumns(row: Pick<ReturnType<typeof useOpenRow>, "addressOf" | "show">) {
  const t = useTranslations("events.column");
  const kindName = useKindName();
  const about = (event: LoggedEventView) =>
    [event.devId && shortDevId(event.devId), event.kind && kindName(event.kind)].filter(Boolean).join(" · ");
  const columns: readonly Column<LoggedEventView>[] = [
    {
      key: "type",
      header: t("type"),
      // Never broken where there is room: it is what the row is.
      className: "max-sm:w-full max-sm:max-w-0 sm:whitespace-nowrap",
      cell: (event) => (
        <>
          <RowLink href={row.addressOf(keyOf(event))} onOpen={() => row.show(keyOf(event))}>
            <span className="font-mono">{shortType(event.type)}</span>
          </RowLink>
          <span className="block truncate text-muted sm:hidden">{about(event)}</span>
        </>
      ),
    },
    {
      key: "about",
      header: t("about"),
      className: "max-sm:hidden w-full max-w-0 truncate",
      cell: (event) =>
        about(event) || (event.contentId ? <Id id={event.contentId} what={t("content")} /> : <Missing />),
    },
    {
      key: "reference",
      header: t("reference"),
      className: "max-lg:hidden max-w-52 truncate text-muted",
      cell: (event) => event.reference ?? <Missing />,
    },
    {
      key: "at",
      header: t("at"),
      className: "w-px whitespace-nowrap text-muted",
      cell: (event) => <Time at={event.at} />,
    },
  ];
  return columns;
}
