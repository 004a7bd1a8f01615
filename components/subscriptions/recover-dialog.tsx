"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTimeZone, useTranslations } from "use-intl";
import type { SubscriptionView } from "@/server/services/webhooks/schemas";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { Notice } from "../form/notice";
import { useTrpc } from "../trpc/trpc";
import { Input } from "../ui/input";
import { SegmentedControl } from "../ui/segmented-control";

interface RecoverDialogProps {
  readonly open: boolean;
  readonly subscription: SubscriptionView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const WHICH = ["failed", "all"] as const;

/** Sends again what a receiver missed since a time, and says before and after how much that is. */
export function RecoverDialog({ open, subscription, onClose, onDone }: RecoverDialogProps) {
  const t = useTranslations("subscriptions.act.recover");
  const trpc = useTrpc();
  const timeZone = useTimeZone() ?? "UTC";
  const [since, setSince] = useState("");
  const [which, setWhich] = useState<(typeof WHICH)[number]>("failed");
  const recover = useMutation(trpc.subscriptions.recover.mutationOptions());
  const count = recover.data?.count;
  // The field is in the zone of the browser.
  const at = since === "" ? null : new Date(since);
  const input = { id: subscription.id, since: at && !Number.isNaN(at.getTime()) ? at.toISOString() : "", which };
  // What one call does not take is behind that number, as long as the same is asked for.
  const isSame = recover.variables?.since === input.since && recover.variables.which === which;
  const next = (isSame && recover.data?.next) || null;
  const before = useQuery(
    trpc.subscriptions.recoverable.queryOptions(input, {
      enabled: open && input.since !== "",
      gcTime: 0,
      retry: false,
    }),
  );
  const close = () => {
    if (count === undefined) onClose();
    else onDone();
    recover.reset();
  };
  return (
    <FormDialog
      open={open}
      onClose={close}
      title={t("title")}
      description={t("about")}
      act={t("act")}
      onSubmit={async () => {
        await recover.mutateAsync(next === null ? input : { ...input, after: next });
      }}
    >
      {(errorOf) => (
        <>
          <Field label={t("since")} hint={t("sinceHint", { name: timeZone })} error={errorOf("/since")}>
            {(field) => (
              <Input
                {...field}
                type="datetime-local"
                required
                value={since}
                onChange={(event) => setSince(event.target.value)}
              />
            )}
          </Field>
          <div className="flex flex-col items-start gap-1">
            <span className="font-medium">{t("which")}</span>
            <SegmentedControl
              label={t("which")}
              value={which}
              onChange={setWhich}
              options={WHICH.map((value) => ({ value, label: t(`of.${value}`) }))}
            />
            <p className="text-muted text-sm">{t(`hint.${which}`)}</p>
          </div>
          <div role="status">
            {count === undefined && before.data ? (
              <Notice tone="neutral">
                {t("before", { n: before.data.count })} {before.data.next === null ? null : t("moreBefore")}
              </Notice>
            ) : null}
            {count === undefined ? null : (
              <Notice tone="neutral">
                {t("done", { n: count })} {next === null ? null : t("more")}
              </Notice>
            )}
          </div>
        </>
      )}
    </FormDialog>
  );
}
