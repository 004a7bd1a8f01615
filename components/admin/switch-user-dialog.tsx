"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { UserView } from "@/server/services/users/schemas";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { Input } from "../ui/input";

interface SwitchUserDialogProps {
  readonly user: UserView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Takes a person's access away, or gives it back. */
export function SwitchUserDialog({ user, onClose, onDone }: SwitchUserDialogProps) {
  const t = useTranslations("users");
  const trpc = useTrpc();
  const [reason, setReason] = useState("");
  const change = useMutation(trpc.users.change.mutationOptions());
  const to = user.disabled ? "on" : "off";
  const submit = async () => {
    await change.mutateAsync({
      id: user.id,
      disabled: !user.disabled,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    });
    onDone();
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t(`switch.${to}Title`, { name: user.name })}
      description={t(`switch.${to}About`)}
      act={t(`switch.${to}`)}
      danger={to === "off"}
      onSubmit={submit}
    >
      {(errorOf) => (
        <Field label={t("reason")} hint={t("reasonHint")} error={errorOf("/reason")}>
          {(field) => (
            <Input {...field} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      )}
    </FormDialog>
  );
}
