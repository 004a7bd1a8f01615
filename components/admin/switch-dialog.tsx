"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { FormDialog } from "../form/form-dialog";
import { ReasonField, reasonInput } from "../form/reason-field";

interface SwitchDialogProps {
  /** Who is switched decides what it means for them. */
  readonly of: "users" | "systems";
  readonly subject: { readonly name: string; readonly disabled: boolean };
  readonly onClose: () => void;
  /** Does it; what it throws is shown. */
  readonly onSwitch: (change: { readonly disabled: boolean; readonly reason?: string }) => Promise<void>;
}

/** Takes somebody's access away, or gives it back. What they have stays: nothing has to be given out anew. */
export function SwitchDialog({ of, subject, onClose, onSwitch }: SwitchDialogProps) {
  const t = useTranslations();
  const [reason, setReason] = useState("");
  const to = subject.disabled ? "on" : "off";
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t(`${of}.switch.${to}Title`, { name: subject.name })}
      description={t(`${of}.switch.${to}About`)}
      act={t(`${of}.switch.${to}`)}
      danger={to === "off"}
      onSubmit={() => onSwitch({ disabled: !subject.disabled, ...reasonInput(reason) })}
    >
      {(errorOf) => <ReasonField error={errorOf("/reason")} value={reason} onChange={setReason} />}
    </FormDialog>
  );
}
