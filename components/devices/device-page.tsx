"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { DeviceView } from "@/server/services/devices/schemas";
import type { Role } from "@/server/services/principal";
import { useTopic } from "../live/live-provider";
import { StartDialog } from "../operations/start-dialog";
import type { StartSubject } from "../operations/start-forms";
import { StartMenu } from "../operations/start-menu";
import { Breadcrumbs } from "../shell/breadcrumbs";
import { PageHeader } from "../shell/page-header";
import { SoftwarePanel } from "../software/software-panel";
import { StatusBadge } from "../status/status-badge";
import { SessionsPanel } from "../trace/sessions-panel";
import { TreePanel } from "../tree/tree-panel";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { Tabs } from "../ui/tabs";
import { CopyButton } from "../value/copy-button";
import { DevIdText } from "../value/dev-id";
import { deviceName, shortDevId } from "../value/device-name";
import { Time } from "../value/time";
import { DeviceOperations } from "./device-operations";
import { DeviceSummary } from "./device-summary";
import { DEVICE_TABS, type DeviceTab } from "./device-tabs";

/** A session without work announces nothing, so the time of the last contact is asked for. */
const CONTACT_EVERY_MS = 15_000;

interface DevicePageProps {
  readonly environment: Environment;
  readonly role: Role;
  readonly tab: DeviceTab;
  /** As the server read it; what changes later is asked for. */
  readonly device: DeviceView;
}

/** One device: who it is and whether it can be reached, then one part of what is known of it. */
export function DevicePage({ environment, role, tab, device: first }: DevicePageProps) {
  const t = useTranslations("device");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const [subject, setSubject] = useState<StartSubject | null>(null);
  const { id } = first;
  const device = useQuery(
    trpc.devices.read.queryOptions({ id }, { initialData: first, refetchInterval: CONTACT_EVERY_MS }),
  ).data;
  const { read, tasks, sessions, sessionMessages, pushes, components, updates } = trpc.devices;
  useTopic(id, () => {
    for (const part of [read, tasks, sessions, sessionMessages, pushes, components, updates, trpc.operations.task]) {
      void queryClient.invalidateQueries({ queryKey: part.pathKey() });
    }
  });
  const href = `/${environment}/devices/${id}`;
  const short = shortDevId(device.devId);
  const name = deviceName(device);
  return (
    <div className="flex flex-col gap-5">
      <div>
        <Breadcrumbs
          label={t("breadcrumbs")}
          items={[{ label: t("all"), href: `/${environment}/devices` }, { label: short }]}
        />
        <PageHeader
          title={name}
          state={<StatusBadge thing="contact" state={device.contact.state} explain />}
          summary={<Identity device={device} />}
          actions={<StartMenu role={role} onStart={(kind) => setSubject({ kind, uris: [] })} />}
        />
      </div>
      <Tabs
        label={t("parts")}
        current={tab}
        tabs={DEVICE_TABS.map((value) => ({
          value,
          label: t(`tab.${value}`),
          href: value === "summary" ? href : `${href}?tab=${value}`,
        }))}
      />
      {tab === "summary" ? <DeviceSummary environment={environment} device={device} role={role} /> : null}
      {tab === "tree" ? <TreePanel deviceId={id} role={role} onStart={setSubject} /> : null}
      {tab === "software" ? (
        <SoftwarePanel environment={environment} role={role} deviceId={id} onStart={setSubject} />
      ) : null}
      {tab === "operations" ? <DeviceOperations environment={environment} deviceId={id} /> : null}
      {tab === "sessions" ? <SessionsPanel deviceId={id} href={href} /> : null}
      <StartDialog
        environment={environment}
        role={role}
        deviceId={id}
        deviceName={short}
        subject={subject}
        onClose={() => setSubject(null)}
      />
    </div>
  );
}

function Identity({ device }: { readonly device: DeviceView }) {
  const t = useTranslations("device");
  const { lastContactAt } = device.contact;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="inline-flex items-center gap-1 text-ink">
        <DevIdText devId={device.devId} />
        <CopyButton text={device.devId} what={t("devIdName")} />
      </span>
      <span>
        {lastContactAt ? (
          <>
            {t("called")} <Time at={lastContactAt} explain />
          </>
        ) : (
          t("neverCalled")
        )}
      </span>
    </span>
  );
}
