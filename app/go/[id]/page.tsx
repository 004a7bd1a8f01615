import { notFound, redirect } from "next/navigation";
import { findOrNull, pageData, requireUser } from "@/server/api/console";
import { Realm } from "@/server/services/principal";

interface GoRouteProps {
  readonly params: Promise<{ readonly id: string }>;
}

/** A link for tickets: any public id leads to its object, in the world it lives in. */
export default async function GoRoute({ params }: GoRouteProps) {
  const { id } = await params;
  const session = await requireUser(`/go/${encodeURIComponent(id)}`);
  for (const realm of Realm.options) {
    if (realm === "sandbox" && session.user.role === "agent") continue;
    const { queryClient, trpc } = await pageData(session, realm);
    if (id.startsWith("dev_")) {
      const device = await findOrNull(() => queryClient.fetchQuery(trpc.devices.read.queryOptions({ id })));
      if (device) redirect(`/${realm}/devices/${device.id}`);
    } else if (id.startsWith("op_")) {
      const operation = await findOrNull(() => queryClient.fetchQuery(trpc.operations.read.queryOptions({ id })));
      if (operation) redirect(`/${realm}/operations/${operation.id}`);
    } else if (id.startsWith("task_")) {
      const task = await findOrNull(() => queryClient.fetchQuery(trpc.operations.task.queryOptions({ id })));
      if (task) redirect(`/${realm}/operations/${task.operationId}`);
    } else if (id.startsWith("con_")) {
      const content = await findOrNull(() => queryClient.fetchQuery(trpc.contents.read.queryOptions({ id })));
      if (content) redirect(`/${realm}/content/${content.id}`);
    } else if (id.startsWith("sub_") && session.user.role !== "agent") {
      const found = await findOrNull(() => queryClient.fetchQuery(trpc.subscriptions.read.queryOptions({ id })));
      if (found) redirect(`/${realm}/events/subscriptions/${found.id}`);
    }
  }
  notFound();
}
