import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { serverTranslator } from "@/app/texts";
import { DevicePage } from "@/components/devices/device-page";
import { type DeviceTab, deviceTab, SUMMARY_SESSIONS, SUMMARY_TASKS } from "@/components/devices/device-tabs";
import { TASKS_PER_PAGE } from "@/components/operations/operation-list-input";
import { SESSIONS_PER_PAGE } from "@/components/trace/session-list-input";
import { deviceName, shortDevId } from "@/components/value/device-name";
import { findOrNull, type PageData } from "@/server/api/console";
import { consolePage } from "../../console-page";

interface DeviceRouteProps {
  readonly params: Promise<{ readonly env: string; readonly id: string }>;
  readonly searchParams: Promise<{ readonly tab?: string | string[] }>;
}

export async function generateMetadata({ params }: DeviceRouteProps): Promise<Metadata> {
  const { data, id } = await devicePage(params, "summary");
  const device = await findOrNull(() => data.queryClient.fetchQuery(data.trpc.devices.read.queryOptions({ id })));
  if (!device) return { title: (await serverTranslator())("notFound.title") };
  return { title: `${deviceName(device)} · ${shortDevId(device.devId)}` };
}

export default async function DeviceRoute({ params, searchParams }: DeviceRouteProps) {
  const tab = deviceTab((await searchParams).tab);
  const { environment, session, data, id } = await devicePage(params, tab);
  const device = await findOrNull(() => data.queryClient.fetchQuery(data.trpc.devices.read.queryOptions({ id })));
  if (!device) notFound();
  await readTab(data, tab, id);
  return (
    <HydrationBoundary state={data.state()}>
      <DevicePage key={id} environment={environment} role={session.user.role} tab={tab} device={device} />
    </HydrationBoundary>
  );
}

async function devicePage(params: DeviceRouteProps["params"], tab: DeviceTab) {
  const { id } = await params;
  const path = `/devices/${encodeURIComponent(id)}${tab === "summary" ? "" : `?tab=${tab}`}`;
  return { ...(await consolePage(params, path)), id };
}

/** What the open part of the page shows first. A failure is left to the part itself, which can ask again. */
async function readTab({ queryClient, trpc }: PageData, tab: DeviceTab, id: string): Promise<void> {
  switch (tab) {
    case "summary":
      await Promise.all([
        queryClient.prefetchQuery(trpc.devices.tasks.queryOptions({ id, limit: SUMMARY_TASKS })),
        queryClient.prefetchQuery(trpc.devices.sessions.queryOptions({ id, limit: SUMMARY_SESSIONS })),
      ]);
      return;
    case "tree":
      return queryClient.prefetchQuery(trpc.devices.tree.queryOptions({ id, uri: ".", depth: 1 }));
    case "software":
      return queryClient.prefetchQuery(trpc.devices.components.queryOptions({ id }));
    case "operations":
      return queryClient.prefetchInfiniteQuery(
        trpc.devices.tasks.infiniteQueryOptions(
          { id, limit: TASKS_PER_PAGE },
          { getNextPageParam: (page) => page.next },
        ),
      );
    case "sessions":
      return queryClient.prefetchInfiniteQuery(
        trpc.devices.sessions.infiniteQueryOptions(
          { id, limit: SESSIONS_PER_PAGE },
          { getNextPageParam: (page) => page.next },
        ),
      );
  }
}
