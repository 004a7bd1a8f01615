"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Package, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { ContentView } from "@/server/services/contents/schemas";
import type { Column } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { PagedTable } from "../data/paged-list";
import { RowLink } from "../data/row-link";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Missing } from "../value/missing";
import { Octets } from "../value/octets";
import { Time } from "../value/time";
import { ContentBadge } from "./content-badge";
import { type ContentFilter, contentListInput } from "./content-list-input";
import { askedAgainIn } from "./content-moves";
import { madeFor } from "./made-for";
import { useContentKind } from "./use-content-kind";

interface ContentListProps {
  readonly environment: Environment;
  readonly filter: ContentFilter;
  /** Where there is nothing yet: how to begin. */
  readonly begin: ReactNode;
  /** Where nothing matches: how to see all. */
  readonly clear: ReactNode;
}

/** What was taken in, the newest first. */
export function ContentList({ environment, filter, begin, clear }: ContentListProps) {
  const t = useTranslations("contents");
  const trpc = useTrpc();
  const columns = useContentColumns(environment);
  const list = useInfiniteQuery(
    trpc.contents.list.infiniteQueryOptions(contentListInput(filter), {
      getNextPageParam: (page) => page.next,
      refetchInterval: ({ state }) =>
        askedAgainIn((state.data?.pages ?? []).flatMap((page) => page.items.map((item) => item.state))),
    }),
  );
  return (
    <PagedTable
      list={list}
      caption={t("title")}
      columns={columns}
      rowKey={(content) => content.id}
      empty={
        filter.kind || filter.state ? (
          <EmptyState icon={SearchX} title={t("noMatch.title")} text={t("noMatch.text")} action={clear} />
        ) : (
          <EmptyState icon={Package} title={t("none.title")} text={t("none.text")} action={begin} />
        )
      }
    />
  );
}

function useContentColumns(environment: Environment): readonly Column<ContentView>[] {
  const t = useTranslations("contents.column");
  const kindName = useContentKind();
  return [
    {
      key: "name",
      header: t("name"),
      className: "w-full max-w-0",
      cell: (content) => (
        <>
          <RowLink href={`/${environment}/content/${content.id}`}>{content.name}</RowLink>
          <span className="block wrap-anywhere text-muted @4xl:hidden">
            {[kindName(content.kind), content.version].filter(Boolean).join(" ")}
          </span>
        </>
      ),
    },
    {
      key: "kind",
      header: t("kind"),
      className: "@max-4xl:hidden whitespace-nowrap",
      cell: (content) => kindName(content.kind),
    },
    {
      key: "version",
      header: t("version"),
      className: "@max-4xl:hidden max-w-40 truncate",
      cell: (content) => (content.version ? <span className="font-mono">{content.version}</span> : <Missing />),
    },
    {
      key: "for",
      header: t("for"),
      className: "@max-4xl:hidden max-w-52 truncate",
      cell: (content) => madeFor(content) || t("anyDevice"),
    },
    {
      key: "state",
      header: t("state"),
      className: "w-px whitespace-nowrap",
      cell: (content) => <ContentBadge content={content} />,
    },
    {
      key: "size",
      header: t("size"),
      className: "max-sm:hidden whitespace-nowrap text-end",
      cell: (content) => <Octets count={content.size} />,
    },
    {
      key: "created",
      header: t("created"),
      className: "max-sm:hidden whitespace-nowrap text-muted",
      cell: (content) => <Time at={content.createdAt} />,
    },
  ];
}
