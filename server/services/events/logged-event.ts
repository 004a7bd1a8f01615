import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import { events } from "../../../drizzle/schema/events";
import { operations } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { toPublicId } from "../../ids";
import { refuseSystems } from "../calling-system";
import type { Principal } from "../principal";
import { type FeedRow, publicIdsOf } from "./cloud-event";
import type { LoggedEventView } from "./log-schemas";
import { aboutOf, taskResult } from "./read-feed";

/** Events that were announced in the principal's environment. */
export function mayReadLog({ realm }: Principal): SQL | undefined {
  return and(eq(events.realm, realm), isNotNull(events.type));
}

/** Throws ServiceError FORBIDDEN for an External System, which has a feed of what concerns it. */
export function refuseLogTo(principal: Principal): void {
  refuseSystems(principal, "Only people read the log. A system reads its feed.");
}

/** Events; with `whole` also what is told of them. */
export function selectLogged(transaction: Transaction, whole: boolean) {
  const nothing = sql<string | null>`null`;
  return transaction
    .select({
      seq: events.seq,
      eventId: events.eventId,
      realm: events.realm,
      type: events.type,
      at: events.at,
      deviceId: events.deviceId,
      operationId: events.operationId,
      contentId: events.contentId,
      about: aboutOf(events),
      devId: devices.devId,
      kind: operations.kind,
      reference: operations.reference,
      reason: events.reason,
      facts: whole ? sql<string | null>`${events.data}::text` : nothing,
      result: whole ? taskResult(events) : nothing,
    })
    .from(events)
    .leftJoin(operations, eq(operations.operationId, events.operationId))
    .leftJoin(devices, eq(devices.deviceId, events.deviceId));
}

export function loggedEventView(row: Omit<FeedRow, "showsTask">): LoggedEventView {
  return {
    sequence: row.seq,
    id: toPublicId("evt", row.eventId),
    type: row.type ?? "",
    at: row.at.toISOString(),
    ...publicIdsOf(row),
    devId: row.devId,
    kind: row.kind,
    reference: row.reference,
    reason: row.reason,
  };
}
