"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { ErrorState } from "../data/error-state";
import { FormDialog } from "../form/form-dialog";
import { Notice } from "../form/notice";
import { useTrpc } from "../trpc/trpc";
import { SkeletonRows } from "../ui/skeleton";

interface RedeliverParkedDialogProps {
  readonly open: boolean;
  /** null: of all. */
  readonly subscription: string | null;
  readonly onClose: () => void;
}

/** Sends again what was given up, and says before how much that is. */
export function RedeliverParkedDialog({ open, subscription, onClose }: RedeliverParkedDialogProps) {
  const t = useTranslations("deliveries.parked");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const input = subscription === null ? {} : { id: subscription };
  const parked = useQuery(trpc.subscriptions.parked.queryOptions(input, { enabled: open, gcTime: 0 }));
  const redeliver = useMutation(trpc.subscriptions.redeliverParked.mutationOptions());
  const done = redeliver.data;
  const close = () => {
    if (done) void queryClient.invalidateQueries({ queryKey: trpc.subscriptions.pathKey() });
    redeliver.reset();
    onClose();
  };
  return (
    <FormDialog
      open={open}
      onClose={close}
      title={t(subscription === null ? "titleAll" : "titleOne")}
      description={t("about")}
      act={t("act")}
      onSubmit={async () => {
        await redeliver.mutateAsync(input);
      }}
    >
      {() => (
        <div role="status">
          {parked.isPending ? <SkeletonRows count={1} /> : null}
          {parked.error ? <ErrorState error={parked.error} onRetry={() => void parked.refetch()} /> : null}
          {parked.data && !done ? (
            <Notice tone="neutral">
              {t("count", { n: parked.data.count })} {parked.data.isMore ? t("more") : null}
            </Notice>
          ) : null}
          {done ? (
            <Notice tone="neutral">
              {t("done", { n: done.count })} {done.isMore ? t("more") : null}
            </Notice>
          ) : null}
        </div>
      )}
    </FormDialog>
  );
}
