import { and, asc, eq } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import { downloadGrants } from "../../../drizzle/schema/downloads";
import type { Transaction } from "../../db/client";
import { toPublicId } from "../../ids";
import type { TaskDownloadView } from "./schemas";
import type { TaskRow } from "./task-rows";

/** How far the contents have come that a task gives its device, in the order in which they were offered. */
export async function taskDownloads(transaction: Transaction, { task }: TaskRow): Promise<TaskDownloadView[]> {
  const rows = await transaction
    .select({ grant: downloadGrants, name: contents.name, size: contents.size })
    .from(downloadGrants)
    .innerJoin(contents, eq(contents.contentId, downloadGrants.contentId))
    .where(and(eq(downloadGrants.deviceId, task.deviceId), eq(downloadGrants.operationId, task.operationId)))
    .orderBy(asc(downloadGrants.createdAt), asc(downloadGrants.grantId));
  return rows.map(({ grant, name, size }) => ({
    contentId: toPublicId("con", grant.contentId),
    name,
    size,
    reached: grant.octetsReached,
    sent: grant.octetsSent,
    requests: grant.requests,
    startedAt: grant.startedAt?.toISOString() ?? null,
    lastAt: grant.lastAt?.toISOString() ?? null,
    expiresAt: grant.expiresAt.toISOString(),
    report:
      grant.reportedAt && grant.reportCode !== null
        ? { code: grant.reportCode, text: grant.reportText ?? "", at: grant.reportedAt.toISOString() }
        : null,
  }));
}
