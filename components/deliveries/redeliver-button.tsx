"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { DeliveryView } from "@/server/services/webhooks/schemas";
import { Notice } from "../form/notice";
import { readApiProblem } from "../trpc/api-error";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";

/** Sends an event once more that was taken or given up; of one that is on its way there is nothing to ask. */
export function RedeliverButton({ delivery }: { readonly delivery: DeliveryView }) {
  const t = useTranslations("deliveries");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const redeliver = useMutation(
    trpc.subscriptions.redeliver.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.subscriptions.pathKey() }),
    }),
  );
  const mayBeAsked = delivery.sequence !== null && (delivery.state === "delivered" || delivery.state === "parked");
  return (
    <>
      {mayBeAsked ? (
        <Button
          pending={redeliver.isPending}
          onClick={() => redeliver.mutate({ id: delivery.subscriptionId, eventId: delivery.id })}
        >
          {t("redeliver")}
        </Button>
      ) : null}
      {redeliver.isError ? (
        <Notice tone="danger">{readApiProblem(redeliver.error).message || t("failed")}</Notice>
      ) : null}
    </>
  );
}
