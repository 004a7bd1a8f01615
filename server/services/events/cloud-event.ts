import { toPublicId, toTaskId } from "../../ids";
import type { Realm } from "../principal";
import { type EventType, WITHDRAWN } from "./event-types";

/** An event as it stands in a reader's feed, with what it is told by. Ids are uuids. */
export interface FeedRow {
  /** Number in the reader's feed. */
  readonly seq: number;
  readonly eventId: string;
  readonly realm: Realm;
  /** null: the reader may not see it, by what is so now. */
  readonly type: string | null;
  readonly at: Date;
  readonly deviceId: string | null;
  readonly operationId: string | null;
  readonly contentId: string | null;
  /** The public id of what else it is about: a subscription, a grant. */
  readonly about: string | null;
  readonly devId: string | null;
  readonly kind: string | null;
  readonly reference: string | null;
  readonly reason: string | null;
  /** What is told of this type, as far as the reader is shown it: JSON text. */
  readonly facts: string | null;
  /** Of a task that succeeded or failed, where it has one that is small enough: JSON text. */
  readonly result: string | null;
  /** May the reader read the task? */
  readonly showsTask: boolean;
}

/** CloudEvents wants numbers as text that sorts as they do: the digits of the largest there can be. */
const SEQUENCE_DIGITS = 16;

/**
 * The event in the form of CloudEvents 1.0 (schema `CloudEvent`), as JSON text: pages of a feed are long, and what the
 * database gives as JSON goes out as it is.
 */
export function cloudEvent(row: FeedRow): string {
  const id = toPublicId("evt", row.eventId);
  const sequence = String(row.seq).padStart(SEQUENCE_DIGITS, "0");
  const head = `{"specversion":"1.0","id":"${id}","source":"urn:dmwsi:${row.realm}","time":"${row.at.toISOString()}","sequence":"${sequence}"`;
  if (row.type === null) return `${head},"type":"${WITHDRAWN}"}`;
  const ids = publicIdsOf(row);
  const subject = ids.taskId ?? ids.deviceId ?? ids.operationId ?? ids.contentId ?? row.about ?? id;
  const result = row.result === null ? "" : `,"result":${row.result}`;
  return `${head},"type":"${row.type}","subject":"${subject}","datacontenttype":"application/json","data":{\
"operationId":${idText(ids.operationId)},"taskId":${idText(ids.taskId)},"deviceId":${idText(ids.deviceId)},\
"contentId":${idText(ids.contentId)},"devId":${JSON.stringify(row.devId)},"kind":${JSON.stringify(row.kind)},\
"reference":${JSON.stringify(row.reference)},"reason":${JSON.stringify(row.reason)},"facts":${row.facts ?? "null"}${result},\
"links":{${linksOf(ids, row)}}}}`;
}

type Ids = ReturnType<typeof publicIdsOf>;

/** What an event is about, as the API names it. */
export function publicIdsOf({
  deviceId,
  operationId,
  contentId,
}: Pick<FeedRow, "deviceId" | "operationId" | "contentId">) {
  return {
    operationId: operationId && toPublicId("op", operationId),
    taskId: deviceId && operationId && toTaskId(deviceId, operationId),
    deviceId: deviceId && toPublicId("dev", deviceId),
    contentId: contentId && toPublicId("con", contentId),
  };
}

/** No character of an id needs an escape. */
function idText(id: string | null): string {
  return id === null ? "null" : `"${id}"`;
}

/** The lists of what an event is about besides, and how its ids begin. */
const ABOUT = [
  ["subscriptions", "sub_"],
  ["grants", "gra_"],
] as const;

/** An ended grant is not found any more. */
const GRANT_ENDED: EventType = "dmwsi.grant.ended.v1";

/** Where the rest is that the reader finds there, below the origin of the API: members of a JSON object. */
function linksOf({ operationId, taskId, deviceId, contentId }: Ids, { showsTask, about, type }: FeedRow): string {
  const links: string[] = [];
  if (operationId) links.push(`"operation":"/api/v1/operations/${operationId}"`);
  if (taskId && showsTask) links.push(`"task":"/api/v1/tasks/${taskId}"`);
  if (deviceId) links.push(`"device":"/api/v1/devices/${deviceId}"`);
  if (contentId) links.push(`"content":"/api/v1/contents/${contentId}"`);
  const [list] = ABOUT.find(([, prefix]) => about?.startsWith(prefix)) ?? [];
  if (list !== undefined && type !== GRANT_ENDED) links.push(`"${list.slice(0, -1)}":"/api/v1/${list}/${about}"`);
  return links.join(",");
}
