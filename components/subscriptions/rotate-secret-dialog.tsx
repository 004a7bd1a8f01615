"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { SubscriptionView } from "@/server/services/webhooks/schemas";
import type { NewSigningSecret } from "../admin/shown-once";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { Input } from "../ui/input";

/** As the use case takes them. */
const OVERLAP_HOURS_MAX = 168;

interface RotateSubscriptionSecretDialogProps {
  readonly open: boolean;
  readonly subscription: SubscriptionView;
  readonly onClose: () => void;
  readonly onRotated: (secret: NewSigningSecret) => void;
}

/** A new secret, beside which the one until now signs for a while, so that the receiver misses nothing. */
export function RotateSubscriptionSecretDialog(props: RotateSubscriptionSecretDialogProps) {
  const { open, subscription, onClose, onRotated } = props;
  const t = useTranslations("subscriptions.act.rotate");
  const trpc = useTrpc();
  const [hours, setHours] = useState("24");
  const rotate = useMutation(trpc.subscriptions.rotateSecret.mutationOptions());
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("title")}
      description={t("about")}
      act={t("act")}
      onSubmit={async () => {
        const { id, secret } = await rotate.mutateAsync({ id: subscription.id, overlapHours: Number(hours) });
        onRotated({ subscriptionId: id, signingSecret: secret });
      }}
    >
      {(errorOf) => (
        <Field label={t("hours")} hint={t("hoursHint")} error={errorOf("/overlapHours")}>
          {(field) => (
            <Input
              {...field}
              type="number"
              min={0}
              max={OVERLAP_HOURS_MAX}
              required
              value={hours}
              onChange={(event) => setHours(event.target.value)}
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}
