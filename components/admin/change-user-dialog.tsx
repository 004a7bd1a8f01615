"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { UserView } from "@/server/services/users/schemas";
import { FormDialog } from "../form/form-dialog";
import { NameField } from "../form/name-field";
import { ReasonField, reasonInput } from "../form/reason-field";
import { useTrpc } from "../trpc/trpc";
import { RoleSelect } from "./role-select";

interface ChangeUserDialogProps {
  readonly user: UserView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The name and role of a person. */
export function ChangeUserDialog({ user, onClose, onDone }: ChangeUserDialogProps) {
  const t = useTranslations("users");
  const trpc = useTrpc();
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState(user.role);
  const [reason, setReason] = useState("");
  const change = useMutation(trpc.users.change.mutationOptions());
  const submit = async () => {
    await change.mutateAsync({
      id: user.id,
      name: name.trim(),
      role,
      ...reasonInput(reason),
    });
    onDone();
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t("change.title", { name: user.name })}
      description={t("change.about")}
      act={t("change.save")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <NameField label={t("create.name")} error={errorOf("/name")} value={name} onChange={setName} />
          <RoleSelect role={role} onChange={setRole} />
          <ReasonField error={errorOf("/reason")} value={reason} onChange={setReason} />
        </>
      )}
    </FormDialog>
  );
}
