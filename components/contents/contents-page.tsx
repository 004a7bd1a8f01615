"use client";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { AddButton, ListPage } from "../shell/list-page";
import type { Environment } from "../trpc/api-client";
import { Button } from "../ui/button";
import { Select } from "../ui/input";
import { AddContentDialog } from "./add-content-dialog";
import { ContentList } from "./content-list";
import { type ContentFilter, contentFilter } from "./content-list-input";
import { ContentTabs } from "./content-tabs";
import { CONTENT_KINDS, CONTENT_STATES } from "./content-words";
import { useContentKind } from "./use-content-kind";

interface ContentsPageProps {
  readonly environment: Environment;
  readonly role: Role;
  readonly filter: ContentFilter;
}

/** What devices can be given, and the way in for more. */
export function ContentsPage({ environment, role, filter }: ContentsPageProps) {
  const t = useTranslations("contents");
  const stateName = useTranslations("contents.stateName");
  const kindName = useContentKind();
  const router = useRouter();
  const pathname = usePathname();
  const [adding, setAdding] = useState(false);
  const show = (next: { readonly kind?: unknown; readonly state?: unknown }) => {
    const query = new URLSearchParams({ ...contentFilter(next) }).toString();
    router.replace(query ? `${pathname}?${query}` : pathname, { scroll: false });
  };
  const add = role === "agent" ? null : <AddButton onClick={() => setAdding(true)}>{t("add.act")}</AddButton>;
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      actions={add}
      tabs={role === "administrator" ? <ContentTabs environment={environment} current="contents" /> : null}
      list={
        <>
          <search className="flex flex-wrap items-center gap-2 border-hairline border-b p-2">
            <Select
              aria-label={t("filter.kind")}
              className="w-auto border-hairline"
              value={filter.kind ?? ""}
              onChange={(event) => show({ ...filter, kind: event.target.value })}
            >
              <option value="">{t("filter.allKinds")}</option>
              {CONTENT_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {kindName(kind)}
                </option>
              ))}
            </Select>
            <Select
              aria-label={t("filter.state")}
              className="w-auto border-hairline"
              value={filter.state ?? ""}
              onChange={(event) => show({ ...filter, state: event.target.value })}
            >
              <option value="">{t("filter.allStates")}</option>
              {CONTENT_STATES.map((state) => (
                <option key={state} value={state}>
                  {stateName(state)}
                </option>
              ))}
            </Select>
          </search>
          <ContentList
            environment={environment}
            filter={filter}
            begin={add}
            clear={<Button onClick={() => show({})}>{t("noMatch.action")}</Button>}
          />
        </>
      }
    >
      {add ? <AddContentDialog environment={environment} open={adding} onClose={() => setAdding(false)} /> : null}
    </ListPage>
  );
}
