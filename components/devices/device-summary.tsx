"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { DeviceView } from "@/server/services/devices/schemas";
import type { Role } from "@/server/services/principal";
import { ErrorState } from "../data/error-state";
import { TaskTable } from "../operations/task-table";
import { isEnded } from "../status/catalogue";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Card } from "../ui/card";
import { SkeletonRows } from "../ui/skeleton";
import { DeviceFacts } from "./device-facts";
import { DeviceReach } from "./device-reach";
import { SUMMARY_TASKS } from "./device-tabs";
import { LastSessions } from "./last-sessions";
import { ModelLimits } from "./model-limits";
import { OpenWork } from "./open-work";

/** Ended tasks shown under the open ones. */
const RECENT_MAX = 5;

interface DeviceSummaryProps {
  readonly environment: Environment;
  readonly device: DeviceView;
  readonly role: Role;
}

export function DeviceSummary({ environment, device, role }: DeviceSummaryProps) {
  const t = useTranslations("device");
  const trpc = useTrpc();
  const tasks = useQuery(trpc.devices.tasks.queryOptions({ id: device.id, limit: SUMMARY_TASKS }));
  const href = `/${environment}/devices/${device.id}`;
  const all = tasks.data?.items ?? [];
  const ended = all.filter((task) => isEnded(task.state)).slice(0, RECENT_MAX);
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-5">
        <Card title={t("openWork")}>
          {tasks.isPending ? <SkeletonRows count={1} /> : null}
          {tasks.isError ? <ErrorState error={tasks.error} onRetry={() => void tasks.refetch()} /> : null}
          {tasks.isSuccess ? (
            <OpenWork environment={environment} tasks={all.filter((task) => !isEnded(task.state))} />
          ) : null}
        </Card>
        <Card
          title={t("recent")}
          flush
          aside={
            <Link href={`${href}?tab=operations`} className="rounded-sm text-link text-sm hover:underline">
              {t("allOperations")}
            </Link>
          }
        >
          {tasks.isPending ? <SkeletonRows count={3} /> : null}
          {tasks.isSuccess && ended.length === 0 ? <p className="p-4 text-muted">{t("noOperations")}</p> : null}
          {ended.length > 0 ? <TaskTable environment={environment} tasks={ended} hasMore={false} by="kind" /> : null}
        </Card>
        <LastSessions deviceId={device.id} href={href} />
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        <DeviceFacts device={device} />
        <DeviceReach device={device} role={role} />
        <ModelLimits device={device} role={role} />
      </div>
    </div>
  );
}
