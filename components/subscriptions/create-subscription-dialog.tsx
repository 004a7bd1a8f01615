"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { NewSigningSecret } from "../admin/shown-once";
import { SystemSelect } from "../events/system-select";
import { FormDialog } from "../form/form-dialog";
import { postCall } from "../operations/api-call";
import { CopyApiCall } from "../operations/copy-api-call";
import { useTrpc } from "../trpc/trpc";
import { SubscriptionFields, type SubscriptionForm, subscriptionInput } from "./subscription-fields";

interface CreateSubscriptionDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (secret: NewSigningSecret) => void;
}

const EMPTY: SubscriptionForm = { url: "", types: "*", filter: "", description: "" };

/** Has the events of a system pushed to an address, from now on. */
export function CreateSubscriptionDialog({ open, onClose, onCreated }: CreateSubscriptionDialogProps) {
  const t = useTranslations("subscriptions.create");
  const trpc = useTrpc();
  const [systemId, setSystemId] = useState("");
  const [form, setForm] = useState(EMPTY);
  const create = useMutation(trpc.subscriptions.create.mutationOptions());
  const { filter, description, ...rest } = subscriptionInput(form);
  const input = { ...rest, ...(filter && { filter }), ...(description && { description }) };
  const submit = async () => {
    const { id, secret } = await create.mutateAsync({ ...input, systemId });
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
      aside={<CopyApiCall text={postCall("/subscriptions", input)} />}
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
