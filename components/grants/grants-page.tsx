"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { GrantView } from "@/server/services/grants/schemas";
import type { Role } from "@/server/services/principal";
import { EventTabs } from "../events/event-tabs";
import { AddButton, ListPage } from "../shell/list-page";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { DecideGrantDialog } from "./decide-grant-dialog";
import { GiveGrantDialog } from "./give-grant-dialog";
import { GrantList } from "./grant-list";

interface GrantsPageProps {
  readonly environment: Environment;
  readonly role: Role;
}

type Question = { readonly act: "give" } | { readonly act: "accept" | "end"; readonly grant: GrantView };

/** Whose results may go to whom, and what an administrator decides of that. */
export function GrantsPage({ environment, role }: GrantsPageProps) {
  const t = useTranslations("grants");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Question | null>(null);
  const close = () => setAsked(null);
  const done = () => {
    close();
    void queryClient.invalidateQueries({ queryKey: trpc.grants.pathKey() });
  };
  const give =
    role === "administrator" ? <AddButton onClick={() => setAsked({ act: "give" })}>{t("give.act")}</AddButton> : null;
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      actions={give}
      tabs={<EventTabs environment={environment} current="grants" />}
      list={<GrantList begin={give} onAsk={give ? (act, grant) => setAsked({ act, grant }) : null} />}
    >
      <GiveGrantDialog open={asked?.act === "give"} onClose={close} onDone={done} />
      <DecideGrantDialog asked={asked === null || asked.act === "give" ? null : asked} onClose={close} onDone={done} />
    </ListPage>
  );
}
