"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useTranslations } from "use-intl";
import type { DeviceView } from "@/server/services/devices/schemas";
import { Notice } from "../form/notice";
import { readApiProblem } from "../trpc/api-error";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";

interface ChannelRowProps {
  readonly device: DeviceView;
  readonly channel: DeviceView["channels"][number];
  readonly mayTest: boolean;
}

/** One way to the device. Its test sends one notification and shows what the other end answered, as it did. */
export function ChannelRow({ device, channel, mayTest }: ChannelRowProps) {
  const t = useTranslations("reach");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const test = useMutation(
    trpc.devices.testChannel.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.devices.pushes.pathKey() }),
    }),
  );
  const { kind, address } = channel;
  const answer = test.data;
  const problem = test.isError ? readApiProblem(test.error) : null;
  return (
    <li className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <div className="min-w-0">
          <p className="font-medium font-mono text-sm">{kind}</p>
          <p className="break-all font-mono text-muted text-sm">
            {address ?? (device.msisdn ? `+${device.msisdn}` : t("noAddress"))}
          </p>
        </div>
        {mayTest ? (
          <Button
            size="small"
            pending={test.isPending}
            aria-label={t("testOf", { channel: kind })}
            onClick={() => test.mutate({ id: device.id, kind })}
          >
            <Send aria-hidden="true" />
            {t("test")}
          </Button>
        ) : null}
      </div>
      <div role="status">
        {problem ? <Notice tone="danger">{problem.message || t("testFailed")}</Notice> : null}
        {answer ? (
          <Notice tone={answer.state === "accepted" ? "neutral" : "attention"}>
            <p className="wrap-anywhere">{t(`answer.${answer.state}`, { to: answer.to, session: answer.sessionId })}</p>
            {answer.code || answer.problem ? (
              <p className="break-words font-mono text-sm">
                {[answer.code, answer.problem].filter(Boolean).join(": ")}
              </p>
            ) : null}
          </Notice>
        ) : null}
      </div>
    </li>
  );
}
