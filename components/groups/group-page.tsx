"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { GroupView } from "@/server/services/device-groups/schemas";
import { FormDialog } from "../form/form-dialog";
import { Breadcrumbs } from "../shell/breadcrumbs";
import { PageHeader } from "../shell/page-header";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { FactList } from "../value/fact-list";
import { Id } from "../value/id";
import { Time } from "../value/time";
import { ChangeGroupDialog } from "./change-group-dialog";
import { GroupDevices } from "./group-devices";

interface GroupPageProps {
  readonly environment: Environment;
  readonly initial: GroupView;
  readonly mayChange: boolean;
}

/** One group: what makes it, and which devices are in it now. */
export function GroupPage({ environment, initial, mayChange }: GroupPageProps) {
  const t = useTranslations("groups");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [asked, setAsked] = useState<"change" | "delete" | null>(null);
  const { data: group = initial } = useQuery(trpc.groups.read.queryOptions({ id: initial.id }));
  const remove = useMutation(trpc.groups.delete.mutationOptions());
  const all = `/${environment}/devices/groups`;
  const changed = () => {
    setAsked(null);
    void queryClient.invalidateQueries({ queryKey: trpc.groups.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.devices.list.pathKey() });
  };
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Breadcrumbs label={t("way")} items={[{ label: t("title"), href: all }, { label: group.name }]} />
        <PageHeader
          title={group.name}
          summary={<Id id={group.id} what={t("id")} />}
          actions={
            mayChange ? (
              <>
                <Button onClick={() => setAsked("delete")}>{t("delete.act")}</Button>
                <Button intent="primary" onClick={() => setAsked("change")}>
                  {t("change.act")}
                </Button>
              </>
            ) : null
          }
        />
      </div>
      <Card title={t("facts.title")}>
        <FactList
          facts={[
            group.filter === null
              ? { label: t("column.devices"), value: t("count", { n: group.deviceCount ?? 0 }) }
              : {
                  label: t("facts.filter"),
                  value: <code className="break-all font-mono text-sm">{group.filter}</code>,
                },
            {
              label: t("facts.owner"),
              value: group.ownerId ? <Id id={group.ownerId} what={t("ownerId")} /> : t("people"),
            },
            { label: t("facts.made"), value: <Time at={group.createdAt} explain /> },
          ]}
        />
      </Card>
      <Card title={t("column.devices")} flush>
        <GroupDevices environment={environment} group={group.id} />
      </Card>
      <ChangeGroupDialog
        key={`${asked}`}
        group={group}
        open={asked === "change"}
        onClose={() => setAsked(null)}
        onDone={changed}
      />
      <FormDialog
        open={asked === "delete"}
        onClose={() => setAsked(null)}
        title={t("delete.title", { name: group.name })}
        description={t("delete.about")}
        act={t("delete.act")}
        danger
        onSubmit={async () => {
          await remove.mutateAsync({ id: group.id, revision: group.revision });
          await queryClient.invalidateQueries({ queryKey: trpc.groups.list.pathKey() });
          router.push(all);
        }}
      />
    </div>
  );
}
