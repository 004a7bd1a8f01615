"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { RowLink } from "../data/row-link";
import { useTopic } from "../live/live-provider";
import { OperationBadge } from "../operations/operation-badge";
import { useKindName } from "../operations/use-kind-name";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Card } from "../ui/card";
import { Time } from "../value/time";

interface ContentOperationsProps {
  readonly environment: Environment;
  readonly contentId: string;
}

const SHOWN_MAX = 10;

/** What the content was and is used for: the newest operations that give it to devices. */
export function ContentOperations({ environment, contentId }: ContentOperationsProps) {
  const t = useTranslations("contents.usedBy");
  const kindName = useKindName();
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const { data } = useQuery(trpc.operations.list.queryOptions({ content: contentId, limit: SHOWN_MAX }));
  useTopic("operations", () => {
    void queryClient.invalidateQueries({ queryKey: trpc.operations.list.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.contents.read.pathKey() });
  });
  if (!data) return null;
  return (
    <Card title={t("title")} aside={data.next ? t("newest", { n: SHOWN_MAX }) : null} flush>
      {data.items.length === 0 ? (
        <p className="px-4 py-2.5 text-muted">{t("none")}</p>
      ) : (
        <ul aria-label={t("title")} className="divide-y divide-hairline">
          {data.items.map((operation) => (
            <li key={operation.id} className="relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
              <RowLink href={`/${environment}/operations/${operation.id}`}>{kindName(operation.kind)}</RowLink>
              <OperationBadge operation={operation} />
              <span className="text-muted">
                {t("devices", { succeeded: operation.counts.succeeded, total: operation.counts.total })}
              </span>
              <span className="ms-auto text-muted">
                <Time at={operation.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
