"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { SubscriptionView } from "@/server/services/webhooks/schemas";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { SubscriptionFields, subscriptionInput } from "./subscription-fields";

interface ChangeSubscriptionDialogProps {
  readonly open: boolean;
  readonly subscription: SubscriptionView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Another address, other types or devices, another name; refused where somebody else changed it meanwhile. */
export function ChangeSubscriptionDialog({ open, subscription, onClose, onDone }: ChangeSubscriptionDialogProps) {
  const t = useTranslations("subscriptions.act.change");
  const trpc = useTrpc();
  const change = useMutation(trpc.subscriptions.change.mutationOptions());
  // As it was when the dialog was opened: what is read meanwhile is not what was decided on.
  const [{ id, revision, url, types, filter, description }] = useState(subscription);
  const [form, setForm] = useState({
    ...{ url, types: types.join(", ") },
    ...{ filter: filter ?? "", description: description ?? "" },
  });
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("title")}
      description={t("about")}
      act={t("act")}
      onSubmit={async () => {
        await change.mutateAsync({ id, revision, ...subscriptionInput(form) });
        onDone();
      }}
    >
      {(errorOf) => <SubscriptionFields form={form} onChange={setForm} errorOf={errorOf} />}
    </FormDialog>
  );
}
