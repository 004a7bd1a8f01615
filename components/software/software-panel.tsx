"use client";
import { useQuery } from "@tanstack/react-query";
import { Boxes, PackagePlus, RefreshCw } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { EmptyState } from "../data/empty-state";
import { ErrorState } from "../data/error-state";
import { Notice } from "../form/notice";
import { mayStart, type StartSubject } from "../operations/start-forms";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { SkeletonRows } from "../ui/skeleton";
import { DeviceUpdates } from "./device-updates";
import { FirmwareObjects } from "./firmware-objects";
import { SoftwareTable } from "./software-table";

interface SoftwarePanelProps {
  readonly environment: Environment;
  readonly role: Role;
  readonly deviceId: string;
  readonly onStart: (subject: StartSubject) => void;
}

/** What firmware and software a device has, as it was read last, what can be done with it, and what is ready for it. */
export function SoftwarePanel({ environment, role, deviceId, onStart }: SoftwarePanelProps) {
  const t = useTranslations("software");
  const trpc = useTrpc();
  const known = useQuery(trpc.devices.components.queryOptions({ id: deviceId }));
  const begin = (kind: StartSubject["kind"]) => onStart({ kind, uris: [] });
  const read = (
    <Button onClick={() => begin("software.inventory")}>
      <RefreshCw aria-hidden="true" />
      {t("read")}
    </Button>
  );
  const nothing =
    known.data && known.data.firmware.length + known.data.deployed.length + known.data.delivered.length === 0;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-[72ch] text-muted">{t("about")}</p>
        <div className="flex flex-wrap gap-2">
          {nothing ? null : read}
          {mayStart("software.install", role) ? (
            <Button onClick={() => begin("software.install")}>
              <PackagePlus aria-hidden="true" />
              {t("install")}
            </Button>
          ) : null}
        </div>
      </div>
      {known.isPending ? <SkeletonRows count={4} /> : null}
      {known.isError ? <ErrorState error={known.error} onRetry={() => void known.refetch()} /> : null}
      {nothing ? (
        <div className="rounded-md border border-hairline bg-surface">
          <EmptyState icon={Boxes} title={t("none.title")} text={t("none.text")} action={read} />
        </div>
      ) : null}
      {known.data && !nothing ? (
        <>
          {known.data.truncated ? <Notice tone="attention">{t("truncated")}</Notice> : null}
          <Card title={t("components")} flush>
            <SoftwareTable list="deployed" items={known.data.deployed} role={role} onStart={onStart} />
          </Card>
          <Card title={t("packages")} flush>
            <SoftwareTable list="delivered" items={known.data.delivered} role={role} onStart={onStart} />
          </Card>
          <Card title={t("firmware")} flush>
            <FirmwareObjects objects={known.data.firmware} />
          </Card>
        </>
      ) : null}
      <DeviceUpdates environment={environment} role={role} deviceId={deviceId} onStart={onStart} />
    </div>
  );
}
