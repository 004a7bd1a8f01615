"use client";
import { useMutation } from "@tanstack/react-query";
import { Ban, CircleCheck, Ellipsis, KeyRound, LogOut, PencilLine, ScrollText } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { UserView } from "@/server/services/users/schemas";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { IconButton } from "../ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { ChangeUserDialog } from "./change-user-dialog";
import type { NewPassword } from "./shown-once";
import { SwitchDialog } from "./switch-dialog";

interface UserActsProps {
  readonly user: UserView;
  readonly onChanged: () => void;
  readonly onPassword: (password: NewPassword) => void;
}

type Question = "change" | "switch" | "reset" | "signOut";

/** What can be done about a person's account. */
export function UserActs({ user, onChanged, onPassword }: UserActsProps) {
  const t = useTranslations("users");
  const trpc = useTrpc();
  const router = useRouter();
  const [asked, setAsked] = useState<Question | null>(null);
  const change = useMutation(trpc.users.change.mutationOptions());
  const reset = useMutation(trpc.users.resetPassword.mutationOptions());
  const signOut = useMutation(trpc.users.signOut.mutationOptions());
  const close = () => setAsked(null);
  const done = () => {
    close();
    onChanged();
  };
  return (
    <>
      <Menu trigger={<IconButton label={t("acts", { name: user.name })} icon={Ellipsis} />}>
        <MenuItem icon={PencilLine} onSelect={() => setAsked("change")}>
          {t("change.act")}
        </MenuItem>
        <MenuItem icon={KeyRound} onSelect={() => setAsked("reset")}>
          {t("reset.act")}
        </MenuItem>
        <MenuItem icon={LogOut} onSelect={() => setAsked("signOut")}>
          {t("signOut.act")}
        </MenuItem>
        <MenuItem icon={user.disabled ? CircleCheck : Ban} onSelect={() => setAsked("switch")}>
          {t(user.disabled ? "switch.on" : "switch.off")}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={ScrollText} onSelect={() => router.push(`/admin/audit?actor=${user.id}`)}>
          {t("audit")}
        </MenuItem>
      </Menu>
      {asked === "change" ? <ChangeUserDialog user={user} onClose={close} onDone={done} /> : null}
      {asked === "switch" ? (
        <SwitchDialog
          of="users"
          subject={user}
          onClose={close}
          onSwitch={async (to) => {
            await change.mutateAsync({ id: user.id, ...to });
            done();
          }}
        />
      ) : null}
      <FormDialog
        open={asked === "reset"}
        onClose={close}
        title={t("reset.title", { name: user.name })}
        description={t("reset.about")}
        act={t("reset.act")}
        onSubmit={async () => {
          const { email, password } = await reset.mutateAsync({ id: user.id });
          done();
          onPassword({ email, password: password ?? "" });
        }}
      />
      <FormDialog
        open={asked === "signOut"}
        onClose={close}
        title={t("signOut.title", { name: user.name })}
        description={t("signOut.about")}
        act={t("signOut.act")}
        onSubmit={async () => {
          await signOut.mutateAsync({ id: user.id });
          done();
        }}
      />
    </>
  );
}
