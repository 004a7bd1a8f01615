"use client";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { SkeletonRows } from "../ui/skeleton";
import { type Column, DataTable } from "./data-table";
import { ErrorState } from "./error-state";
import { LoadMore } from "./load-more";

/** A list that is read page by page, as `useInfiniteQuery` gives it. */
type Pages<Row> = UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly Row[] }, unknown>, unknown>;

const SKELETON_ROWS = 6;

interface ListStateProps<Row> {
  readonly list: Pages<Row>;
  /** What stands there when the list has no rows: why, and what would make some. */
  readonly empty: ReactNode;
}

interface PagedListProps<Row> extends ListStateProps<Row> {
  /** Rows that are loaded and wait to be shown. */
  readonly waiting?: number;
  /** Given all that is loaded, and whether more may come. */
  readonly children: (rows: readonly Row[], hasMore: boolean) => ReactNode;
}

/** A list in each of its states: loading, without rows, with rows and more to come, and not to be read at the moment. */
export function PagedList<Row>({ list, empty, waiting = 0, children }: PagedListProps<Row>) {
  if (list.isPending) return <SkeletonRows count={SKELETON_ROWS} />;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  // What was read before stays usable.
  const retry = () => void (list.isFetchNextPageError ? list.fetchNextPage() : list.refetch());
  const failure = list.isError ? <ErrorState error={list.error} onRetry={retry} /> : null;
  if (rows.length === 0) return failure ?? empty;
  return (
    <>
      {children(rows, list.hasNextPage)}
      {failure ?? (
        <LoadMore
          shown={rows.length - waiting}
          hasMore={list.hasNextPage}
          pending={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      )}
    </>
  );
}

interface PagedTableProps<Row> extends ListStateProps<Row> {
  /** What the table is, for readers; shown nowhere. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
}

/** A list that is a table with all of its rows. */
export function PagedTable<Row>({ list, empty, ...table }: PagedTableProps<Row>) {
  return (
    <PagedList list={list} empty={empty}>
      {(rows, hasMore) => <DataTable rows={rows} rowCount={hasMore ? -1 : rows.length} {...table} />}
    </PagedList>
  );
}
