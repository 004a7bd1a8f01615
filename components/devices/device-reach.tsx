"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { DeviceView } from "@/server/services/devices/schemas";
import type { Role } from "@/server/services/principal";
import { ErrorState } from "../data/error-state";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Skeleton } from "../ui/skeleton";
import { Time } from "../value/time";
import { ChannelRow } from "./channel-row";
import { ChannelsDialog } from "./channels-dialog";
import { CredentialsDialog } from "./credentials-dialog";

const PUSHES_SHOWN = 3;

interface DeviceReachProps {
  readonly device: DeviceView;
  readonly role: Role;
}

/** How the device is woken and bootstrapped: its channels, each with a test, what was pushed last, and what can be set. */
export function DeviceReach({ device, role }: DeviceReachProps) {
  const t = useTranslations("reach");
  const trpc = useTrpc();
  const [open, setOpen] = useState<"channels" | "credentials" | null>(null);
  const pushes = useQuery(trpc.devices.pushes.queryOptions({ id: device.id, limit: PUSHES_SHOWN }));
  const mayChange = role !== "agent";
  return (
    <Card
      title={t("title")}
      aside={
        mayChange ? (
          <Button intent="quiet" size="small" onClick={() => setOpen("channels")}>
            {t("setChannels")}
          </Button>
        ) : null
      }
    >
      <div className="flex flex-col gap-4">
        {device.channels.length === 0 ? (
          <p className="text-muted">{t("none")}</p>
        ) : (
          <ol className="flex flex-col gap-3">
            {device.channels.map((channel) => (
              <ChannelRow key={channel.kind} device={device} channel={channel} mayTest={mayChange} />
            ))}
          </ol>
        )}
        <div>
          <h3 className="mb-1 text-muted text-sm">{t("lastPushes")}</h3>
          {pushes.isError ? <ErrorState error={pushes.error} onRetry={() => void pushes.refetch()} /> : null}
          {pushes.isPending ? <Skeleton className="w-2/3" /> : null}
          {pushes.isSuccess && pushes.data.items.length === 0 ? <p className="text-muted">{t("noPushes")}</p> : null}
          <ul className="flex flex-col gap-1 text-sm">
            {(pushes.data?.items ?? []).map((push) => (
              <li key={push.sentAt} className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-medium">{t(`purpose.${push.purpose}`)}</span>
                <span className="font-mono">{push.channel}</span>
                <span>{t(`state.${push.state}`)}</span>
                {push.receipt ? <span>{t(`receipt.${push.receipt}`)}</span> : null}
                <Time at={push.sentAt} explain />
                {push.problem ? <span className="basis-full text-muted">{push.problem}</span> : null}
              </li>
            ))}
          </ul>
        </div>
        {role === "administrator" ? (
          <Button className="self-start" onClick={() => setOpen("credentials")}>
            {t("setCredentials")}
          </Button>
        ) : null}
      </div>
      {/* Each opening begins anew. */}
      <ChannelsDialog
        key={`channels ${open}`}
        device={device}
        open={open === "channels"}
        onClose={() => setOpen(null)}
      />
      <CredentialsDialog
        key={`credentials ${open}`}
        device={device}
        open={open === "credentials"}
        onClose={() => setOpen(null)}
      />
    </Card>
  );
}
