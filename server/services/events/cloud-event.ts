import type { events } from "../../../drizzle/schema/events";
import { toPublicId, toTaskId } from "../../ids";
import { WITHDRAWN } from "./event-types";
import type { CloudEvent } from "./schemas";

/** An event as it stands in a reader's feed, with what it is told by. */
export interface FeedRow {
  /** Number in the reader's feed. */
  readonly seq: number;
  readonly event: typeof events.$inferSelect;
  readonly devId: string | null;
  readonly kind: string | null;
  readonly reference: string | null;
  /** What is told of this type, as far as the reader is shown it. */
  readonly facts: unknown;
  /** Of a task that succeeded or failed, where it has one that is small enough. */
  readonly result: unknown;
  /** May the reader see it, by what is so now? */
  readonly visible: boolean;
}

/** CloudEvents wants numbers as text that sorts as they do: the digits of the largest there can be. */
const SEQUENCE_DIGITS = 16;

/** The event in the form of CloudEvents 1.0. */
export function cloudEvent(row: FeedRow): CloudEvent {
  const { event } = row;
  const head = {
    specversion: "1.0" as const,
    id: toPublicId("evt", event.eventId),
    source: `urn:dmwsi:${event.realm}`,
    time: event.at.toISOString(),
    sequence: String(row.seq).padStart(SEQUENCE_DIGITS, "0"),
  };
  if (!row.visible || event.type === null) return { ...head, type: WITHDRAWN };
  const ids = idsOf(event);
  return {
    ...head,
    type: event.type,
    subject: ids.taskId ?? ids.deviceId ?? ids.operationId ?? ids.contentId ?? head.id,
    datacontenttype: "application/json",
    data: {
      ...ids,
      devId: row.devId,
      kind: row.kind,
      reference: row.reference,
      reason: event.reason,
      facts: row.facts ?? null,
      ...(row.result !== null && { result: row.result }),
      links: linksOf(ids),
    },
  };
}

type Ids = ReturnType<typeof idsOf>;

function idsOf({ deviceId, operationId, contentId }: Pick<FeedRow["event"], "deviceId" | "operationId" | "contentId">) {
  return {
    operationId: operationId && toPublicId("op", operationId),
    taskId: deviceId && operationId && toTaskId(deviceId, operationId),
    deviceId: deviceId && toPublicId("dev", deviceId),
    contentId: contentId && toPublicId("con", contentId),
  };
}

/** Where the rest is, below the origin of the API. */
function linksOf({ operationId, taskId, deviceId, contentId }: Ids): Record<string, string> {
  const named = {
    operation: ["operations", operationId],
    task: ["tasks", taskId],
    device: ["devices", deviceId],
    content: ["contents", contentId],
  };
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, [list, id]]) => (id ? [[name, `/api/v1/${list}/${id}`]] : [])),
  );
}
