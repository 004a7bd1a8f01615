"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AddButton, ListPage } from "../shell/list-page";
import type { Environment } from "../trpc/api-client";
import { CreateGroupDialog } from "./create-group-dialog";
import { GroupList } from "./group-list";
import { RegistryTabs } from "./registry-tabs";

interface GroupsPageProps {
  readonly environment: Environment;
  readonly mayChange: boolean;
}

export function GroupsPage({ environment, mayChange }: GroupsPageProps) {
  const t = useTranslations("groups");
  const router = useRouter();
  const [creating, setCreating] = useState(false);
  const begin = mayChange ? <AddButton onClick={() => setCreating(true)}>{t("act")}</AddButton> : null;
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      actions={begin}
      tabs={<RegistryTabs environment={environment} current="groups" />}
      list={<GroupList environment={environment} begin={begin} />}
    >
      <CreateGroupDialog
        key={`${creating}`}
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={(id) => {
          setCreating(false);
          router.push(`/${environment}/devices/groups/${id}`);
        }}
      />
    </ListPage>
  );
}
