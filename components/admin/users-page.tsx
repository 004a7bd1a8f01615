"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { PageHeader } from "../shell/page-header";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
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
    <div className="flex flex-col gap-4">
      <PageHeader
        title={t("title")}
        summary={t("summary")}
        actions={
          <Button intent="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden="true" />
            {t("create.act")}
          </Button>
        }
      />
      <AdminTabs current="users" />
      <div className="overflow-hidden rounded-md border border-hairline bg-surface">
        <UserList onChanged={readAgain} onPassword={setPassword} />
      </div>
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
    </div>
  );
}
