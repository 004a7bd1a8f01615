"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { SigningKeyView } from "@/server/services/contents/schemas";
import { FormDialog } from "../form/form-dialog";
import { ReasonField } from "../form/reason-field";
import { useTrpc } from "../trpc/trpc";

interface RevokeKeyDialogProps {
  /** Which; null closes the dialog. */
  readonly signingKey: SigningKeyView | null;
  readonly onClose: () => void;
}

/** No signature of the key counts from then on, and what it signed is held back until somebody has looked. */
export function RevokeKeyDialog({ signingKey, onClose }: RevokeKeyDialogProps) {
  const t = useTranslations("signingKeys.revoke");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  // While the dialog closes its texts stay.
  const last = useRef(signingKey);
  if (signingKey) last.current = signingKey;
  const revoke = useMutation(trpc.contents.revokeSigningKey.mutationOptions());
  const submit = async () => {
    if (!signingKey) return;
    await revoke.mutateAsync({ id: signingKey.id, reason: reason.trim() });
    setReason("");
    onClose();
    // Contents too: those that it signed are in quarantine now.
    void queryClient.invalidateQueries({ queryKey: trpc.contents.pathKey() });
  };
  return (
    <FormDialog
      open={signingKey !== null}
      onClose={onClose}
      title={t("title", { name: last.current?.owner ?? "" })}
      description={t("about")}
      act={t("act")}
      danger
      onSubmit={submit}
    >
      {(errorOf) => (
        <ReasonField required hint={t("reasonHint")} error={errorOf("/reason")} value={reason} onChange={setReason} />
      )}
    </FormDialog>
  );
}
