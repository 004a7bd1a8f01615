"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { UserView } from "@/server/services/users/schemas";
import { Notice } from "../form/notice";
import { PageHeader } from "../shell/page-header";
import { useTrpc } from "../trpc/trpc";
import { Card } from "../ui/card";
import { OwnSessions } from "./own-sessions";
import { PasswordForm } from "./password-form";

/** One's own account: the password, and where one is signed in. */
export function AccountPage({ user }: { readonly user: Pick<UserView, "name" | "email" | "role"> }) {
  const t = useTranslations("account");
  const role = useTranslations("userMenu.role");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const [changed, setChanged] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t("title")} summary={`${user.name} · ${user.email} · ${role(user.role)}`} />
      <Card title={t("password.title")}>
        <div role="status" className={changed ? "mb-4" : ""}>
          {changed ? <Notice tone="neutral">{t("password.done")}</Notice> : null}
        </div>
        <PasswordForm
          email={user.email}
          onDone={() => {
            setChanged(true);
            void queryClient.invalidateQueries({ queryKey: trpc.account.sessions.pathKey() });
          }}
        />
      </Card>
      <Card title={t("sessions.title")} flush>
        <OwnSessions />
      </Card>
    </div>
  );
}
