"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AddButton, ListPage } from "../shell/list-page";
import { useTrpc } from "../trpc/trpc";
import { AdminTabs } from "./admin-tabs";
import { RegisterSystemDialog } from "./register-system-dialog";
import { type NewSecret, ShownOnce } from "./shown-once";
import { SystemList } from "./system-list";

/** Everybody who may use the public API, and the way in for one more. */
export function SystemsPage() {
  const t = useTranslations("systems");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [registering, setRegistering] = useState(false);
  const [registered, setRegistered] = useState<{ readonly id: string; readonly secret: NewSecret } | null>(null);
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      actions={<AddButton onClick={() => setRegistering(true)}>{t("register.act")}</AddButton>}
      tabs={<AdminTabs current="systems" />}
      list={<SystemList />}
    >
      <RegisterSystemDialog
        open={registering}
        onClose={() => setRegistering(false)}
        onRegistered={(id, secret) => {
          setRegistering(false);
          setRegistered({ id, secret });
          void queryClient.invalidateQueries({ queryKey: trpc.systems.list.pathKey() });
        }}
      />
      <ShownOnce
        given={registered?.secret ?? null}
        onStored={() => {
          if (registered) router.push(`/admin/systems/${registered.id}`);
          setRegistered(null);
        }}
      />
    </ListPage>
  );
}
