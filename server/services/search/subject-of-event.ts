import { and, eq, isNotNull } from "drizzle-orm";
import { events } from "../../../drizzle/schema/events";
import type { Transaction } from "../../db/client";
import { fromPublicId, toPublicId, toTaskId } from "../../ids";
import type { Principal } from "../principal";

/** The public id of what an event (`evt_...`) is about; null where there is no such event, or it is about none of these. */
export async function subjectOfEvent(
  transaction: Transaction,
  { realm, scopes }: Principal,
  id: string,
): Promise<string | null> {
  const eventId = scopes.has("events:read") ? fromPublicId("evt", id) : null;
  if (!eventId) return null;
  const [event] = await transaction
    .select({ deviceId: events.deviceId, operationId: events.operationId, contentId: events.contentId })
    .from(events)
    .where(and(eq(events.eventId, eventId), eq(events.realm, realm), isNotNull(events.type)));
  if (!event) return null;
  const { deviceId, operationId, contentId } = event;
  if (operationId) return deviceId ? toTaskId(deviceId, operationId) : toPublicId("op", operationId);
  if (contentId) return toPublicId("con", contentId);
  return deviceId && toPublicId("dev", deviceId);
}
