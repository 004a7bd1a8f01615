"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { ContentWithUse } from "@/server/services/contents/schemas";
import type { Role } from "@/server/services/principal";
import { Breadcrumbs } from "../shell/breadcrumbs";
import { PageHeader } from "../shell/page-header";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Card } from "../ui/card";
import { ContentActButtons } from "./content-act-buttons";
import { ContentBadge } from "./content-badge";
import { ContentChecks } from "./content-checks";
import { ContentFacts } from "./content-facts";
import { askedAgainIn } from "./content-moves";
import { ContentOperations } from "./content-operations";
import { ContentReason } from "./content-reason";
import { IncomingOctets } from "./incoming-octets";
import { madeFor } from "./made-for";
import { useContentKind } from "./use-content-kind";

interface ContentPageProps {
  readonly environment: Environment;
  readonly role: Role;
  /** As the server read it; what changes later is asked for. */
  readonly content: ContentWithUse;
}

/** One content: how far it is, what was found of it, and what can be done with it. */
export function ContentPage({ environment, role, content: first }: ContentPageProps) {
  const t = useTranslations("contents");
  const kindName = useContentKind();
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const content = useQuery(
    trpc.contents.read.queryOptions(
      { id: first.id },
      { initialData: first, refetchInterval: ({ state }) => askedAgainIn(state.data ? [state.data.state] : []) },
    ),
  ).data;
  const summary = [kindName(content.kind), content.version, madeFor(content)].filter(Boolean).join(" · ");
  return (
    <div className="flex flex-col gap-5">
      <div>
        <Breadcrumbs
          label={t("way")}
          items={[{ label: t("title"), href: `/${environment}/content` }, { label: content.name }]}
        />
        <PageHeader
          title={<span className="wrap-anywhere">{content.name}</span>}
          state={<ContentBadge content={content} explain />}
          summary={summary}
          actions={
            <ContentActButtons
              environment={environment}
              role={role}
              content={content}
              onDone={() => void queryClient.invalidateQueries({ queryKey: trpc.contents.pathKey() })}
            />
          }
        />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <ContentReason content={content} />
          {content.state === "uploading" ? <IncomingOctets content={content} /> : null}
          <Card title={t("checks.title")} flush>
            <ContentChecks content={content} />
          </Card>
          {content.readyAt ? <ContentOperations environment={environment} contentId={content.id} /> : null}
        </div>
        <ContentFacts content={content} />
      </div>
    </div>
  );
}
