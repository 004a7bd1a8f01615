"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { NameField } from "../form/name-field";
import { useTrpc } from "../trpc/trpc";
import { Input } from "../ui/input";
import { RoleSelect } from "./role-select";
import type { NewPassword } from "./shown-once";

interface CreateUserDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (password: NewPassword) => void;
}

/** An account for a person. The first password is made by the server, and changed at the first sign-in. */
export function CreateUserDialog({ open, onClose, onCreated }: CreateUserDialogProps) {
  const t = useTranslations("users.create");
  const trpc = useTrpc();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const create = useMutation(trpc.users.create.mutationOptions());
  const submit = async () => {
    const made = await create.mutateAsync({ email: email.trim(), name: name.trim(), role });
    onCreated({ email: made.email, password: made.password ?? "" });
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("act")}
      description={t("about")}
      act={t("act")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <NameField label={t("name")} error={errorOf("/name")} value={name} onChange={setName} />
          <Field label={t("email")} hint={t("emailHint")} error={errorOf("/email")}>
            {(field) => (
              <Input
                {...field}
                type="email"
                value={email}
                maxLength={254}
                required
                autoComplete="off"
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
          <RoleSelect role={role} onChange={setRole} />
        </>
      )}
    </FormDialog>
  );
}
