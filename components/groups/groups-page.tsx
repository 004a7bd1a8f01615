"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { PageHeader } from "../shell/page-header";
import type { Environment } from "../trpc/api-client";
import { Button } from "../ui/button";
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
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={t("title")}
        summary={t("summary")}
        actions={
          mayChange ? (
            <Button intent="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden="true" />
              {t("act")}
            </Button>
          ) : null
        }
      />
      <RegistryTabs environment={environment} current="groups" />
      <div className="overflow-hidden rounded-md border border-hairline bg-surface">
        <GroupList environment={environment} />
      </div>
      <CreateGroupDialog
        key={`${creating}`}
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={(id) => {
          setCreating(false);
          router.push(`/${environment}/devices/groups/${id}`);
        }}
      />
    </div>
  );
}
