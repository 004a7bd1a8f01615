"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { NewSigningSecret } from "../admin/shown-once";
import { SystemSelect } from "../events/system-select";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";

import { SubscriptionFields, type SubscriptionForm, subscriptionInput } from "./subscription-fields";

interface CreateSubscriptionDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (secret: NewSigningSecret) => void;
}

const EMPTY: SubscriptionForm = { url: "", types: "*", description: "" };

/** Has the events of a system pushed to an address, from now on. */
export function CreateSubscriptionDialog({ open, onClose, onCreated }: CreateSubscriptionDialogProps) {
  const t = useTranslations("subscriptions.create");
  const trpc = useTrpc();
  const [systemId, setSystemId] = useState("");
  const [form, setForm] = useState(EMPTY);
  const create = useMutation(trpc.subscriptions.create.mutationOptions());
  const submit = async () => {
    const { description, ...input } = subscriptionInput(form);
    const { id, secret } = await create.mutateAsync({ ...input, systemId, ...(description && { description }) });
    setForm(EMPTY);
    setSystemId("");
    onCreated({ subscriptionId: id, signingSecret: secret });
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("title")}
      description={t("about")}
      act={t("act")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <SystemSelect
            label={t("system")}
            hint={t("systemHint")}
            error={errorOf("/systemId")}
            value={systemId}
            onChange={setSystemId}
          />
          <SubscriptionFields form={form} onChange={setForm} errorOf={errorOf} />
        </>
      )}
    </FormDialog>
  );
}
