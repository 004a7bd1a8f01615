import { type AnyColumn, and, asc, eq, gt, lte, type SQL, sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import { events } from "../../../drizzle/schema/events";
import { eventFeeds, eventReaders, grants, operationRecipients } from "../../../drizzle/schema/feeds";
import { operations } from "../../../drizzle/schema/operations";
import type { Database, Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { mayUseDevice } from "../authorization";
import { filterCondition, readFilter } from "../devices/filter";
import type { Principal } from "../principal";
import type { FeedRow } from "./cloud-event";

/** Numbers looked through in one go when only some types are wanted. */
const LOOKED_THROUGH_MAX = 5_000;
/** A longer result is had by the task's link. Octets of its JSON text. */
const RESULT_OCTETS_MAX = 20_480;

/** What is kept of a system's feed: numbers above `swept`, up to `end`. */
export interface FeedBounds {
  readonly swept: number;
  readonly end: number;
}

export async function feedBounds(transaction: Transaction | Database, systemId: string): Promise<FeedBounds> {
  const [feed] = await transaction.select().from(eventFeeds).where(eq(eventFeeds.systemId, systemId));
  return { swept: feed?.sweptSeq ?? 0, end: feed?.seq ?? 0 };
}

export interface FeedRange {
  readonly after: number;
  /** The last number of the feed, read before: what is numbered later is left for the next time. */
  readonly end: number;
  readonly limit: number;
  /** Whole types; null: all, those that may not be seen any more among them, as such. */
  readonly types: readonly string[] | null;
  /** Devices that are asked about, in the filter language: what a row is about is told by `isWanted`. Left out: all. */
  readonly filter?: string | null;
}

interface FoundRow extends FeedRow {
  /** There is no filter; or it may be seen, and is about no device or one that the filter means. */
  readonly isWanted: boolean;
}

/**
 * Rows of a system's feed behind a number, in their order, and the number up to which it was looked through. With
 * `types` there may be none although there are more behind it.
 */
export async function readFeed(
  transaction: Transaction | Database,
  principal: Principal,
  { after, end, limit, types, filter = null }: FeedRange,
): Promise<{ readonly rows: FoundRow[]; readonly upTo: number }> {
  const systemId = fromPublicId("xs", principal.id);
  const last = Math.min(end, after + (types === null ? limit : LOOKED_THROUGH_MAX));
  if (systemId === null || last <= after) return { rows: [], upTo: after };
  const found = await feedQuery(transaction, principal, systemId, types, filter)
    .prepare(types === null ? "read_feed" : "read_feed_of_types")
    .execute({ after, last, limit });
  const upTo = found.length === limit ? (found.at(-1)?.seq ?? last) : last;
  return { rows: found, upTo };
}

/** What stands in a system's feed, without what it tells: cheap for many numbers. `type` null: it may not be seen any more. */
export async function scanFeed(
  transaction: Transaction,
  principal: Principal,
  { after, end, limit, filter = null }: Omit<FeedRange, "types">,
): Promise<Pick<FoundRow, "seq" | "type" | "isWanted">[]> {
  const systemId = fromPublicId("xs", principal.id);
  if (systemId === null || end <= after) return [];
  const row = feedQuery(transaction, principal, systemId, null, filter).as("row");
  return transaction
    .select({ seq: row.seq, type: row.type, isWanted: row.isWanted })
    .from(row)
    .prepare("scan_feed")
    .execute({ after, last: Math.min(end, after + limit), limit });
}

/**
 * Each event is looked up by its key, at most one (`limit 1`): left to itself the database reads all events when a page is
 * a large part of a young feed, and keeps to that.
 */
function feedQuery(
  transaction: Transaction | Database,
  principal: Principal,
  systemId: string,
  types: readonly string[] | null,
  filter: string | null,
) {
  const after = sql.placeholder("after");
  const page = transaction
    .select({ seq: eventReaders.seq, eventSeq: eventReaders.eventSeq })
    .from(eventReaders)
    .where(
      and(
        eq(eventReaders.systemId, systemId),
        gt(eventReaders.seq, after),
        lte(eventReaders.seq, sql.placeholder("last")),
      ),
    )
    .orderBy(asc(eventReaders.seq))
    .as("page");
  const event = transaction.select().from(events).where(eq(events.seq, page.eventSeq)).limit(1).as("event");
  const owns = sql`${operations.ownerSystemId} = ${systemId}`;
  const visible = maySee(principal, owns, event);
  return transaction
    .select({
      seq: page.seq,
      eventId: event.eventId,
      realm: event.realm,
      type: sql<string | null>`case when ${visible} then ${event.type} end`.as("type"),
      at: event.at,
      deviceId: event.deviceId,
      operationId: event.operationId,
      contentId: event.contentId,
      about: aboutOf(event),
      devId: devices.devId,
      kind: operations.kind,
      reference: operations.reference,
      reason: event.reason,
      facts: factsOf(owns, event),
      result: resultOf(owns, event),
      isWanted: (filter === null ? sql<boolean>`true` : isAboutWanted(filter, event, visible)).as("is_wanted"),
      showsTask: sql<boolean>`(${owns} or ${operationRecipients.detail} <> 'status') is true`,
    })
    .from(page)
    .innerJoinLateral(event, sql`true`)
    .leftJoin(operations, eq(operations.operationId, event.operationId))
    .leftJoin(devices, eq(devices.deviceId, event.deviceId))
    .leftJoin(
      operationRecipients,
      and(eq(operationRecipients.operationId, event.operationId), eq(operationRecipients.systemId, systemId)),
    )
    .leftJoin(grants, eq(grants.grantId, operationRecipients.grantId))
    .where(types === null ? undefined : and(sql`${event.type} = any (${sql.param([...types])}::text[])`, visible))
    .orderBy(asc(page.seq))
    .limit(sql.placeholder("limit"));
}

/** What stands for the columns of `events` in the query. */
type EventColumns = Record<"operationId" | "deviceId" | "systemId" | "type" | "data", SQL.Aliased | AnyColumn>;

/** By what is so now: a grant may have ended since, and a device may have left the groups of a limited system. */
function maySee(principal: Principal, owns: SQL, event: EventColumns): SQL {
  const ofOperation = sql`(${event.operationId} is null or ${owns}
    or ${operationRecipients.systemId} is not null and ${grants.endedAt} is null)`;
  const isLimited = (principal.deviceGroups ?? null) !== null;
  const ofDevice = isLimited ? sql`(${event.deviceId} is null or ${mayUseDevice(principal)})` : undefined;
  return sql`coalesce(${and(ofOperation, ofDevice)}, false)`;
}

/** Of what may not be seen the filter would tell something, so it is not wanted. */
function isAboutWanted(filter: string, event: EventColumns, visible: SQL): SQL<boolean> {
  return sql`(${visible} and (${event.deviceId} is null or ${filterCondition(readFilter(filter))})) is true`;
}

/**
 * To recipients: how a task ended; with more than the status what the device reported for it; who decided on the operation
 * only in full.
 */
function factsOf(owns: SQL, event: EventColumns): SQL<string | null> {
  return sql`case when ${event.operationId} is null or ${owns}
      or ${event.type} like 'dmwsi.task.%' or ${operationRecipients.detail} = 'full'
      or (${operationRecipients.detail} = 'result' and ${event.type} = 'dmwsi.device.alert.v1')
    then ${event.data}::text end`;
}

/** Of a task that ended with one, for its owner and for recipients of more than the status. */
function resultOf(owns: SQL, event: EventColumns): SQL<string | null> {
  return sql`case when ${owns} or ${operationRecipients.detail} <> 'status' then ${taskResult(event)} end`;
}

/** Of an event that concerns one system: the public id of its subscription or grant. */
export function aboutOf(event: EventColumns): SQL<string | null> {
  return sql`case when ${event.systemId} is not null
    then coalesce(${event.data} ->> 'subscriptionId', ${event.data} ->> 'grantId') end`;
}

/** Of a task that ended with a result that is small enough: its JSON text. */
export function taskResult(event: EventColumns): SQL<string | null> {
  return sql`case when ${event.type} in ('dmwsi.task.succeeded.v1', 'dmwsi.task.failed.v1')
    then (select case when octet_length(r.data ->> 'result') <= ${RESULT_OCTETS_MAX} then (r.data -> 'result')::text end
      from results r where r.device_id = ${event.deviceId} and r.operation_id = ${event.operationId}
      order by r.attempt desc, r.n desc limit 1) end`;
}
