"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ExternalSystemView } from "@/server/services/external-systems/schemas";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { Input } from "../ui/input";

interface SwitchSystemDialogProps {
  readonly system: ExternalSystemView;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Switches a system off or on again. What it holds stays: nothing has to be given out anew. */
export function SwitchSystemDialog({ system, open, onClose, onDone }: SwitchSystemDialogProps) {
  const t = useTranslations("systems.switch");
  const trpc = useTrpc();
  const [reason, setReason] = useState("");
  const change = useMutation(trpc.systems.change.mutationOptions());
  const to = system.disabled ? "on" : "off";
  const submit = async () => {
    await change.mutateAsync({
      id: system.id,
      disabled: !system.disabled,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    });
    setReason("");
    onDone();
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t(`${to}Title`, { name: system.name })}
      description={t(`${to}About`)}
      act={t(to)}
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
