"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AddButton, ListPage } from "../shell/list-page";
import { useTrpc } from "../trpc/trpc";
import { AdminTabs } from "./admin-tabs";
import { CreateUserDialog } from "./create-user-dialog";
import { type NewPassword, ShownOnce } from "./shown-once";
import { UserList } from "./user-list";

/** Everybody who may use the console, and the way in for one more. */
export function UsersPage() {
  const t = useTranslations("users");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [password, setPassword] = useState<NewPassword | null>(null);
  const readAgain = () => void queryClient.invalidateQueries({ queryKey: trpc.users.list.pathKey() });
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      actions={<AddButton onClick={() => setCreating(true)}>{t("create.act")}</AddButton>}
      tabs={<AdminTabs current="users" />}
      list={<UserList onChanged={readAgain} onPassword={setPassword} />}
    >
      {/* Each opening begins anew. */}
      <CreateUserDialog
        key={`${creating}`}
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={(made) => {
          setCreating(false);
          setPassword(made);
          readAgain();
        }}
      />
      <ShownOnce given={password} onStored={() => setPassword(null)} />
    </ListPage>
  );
}
