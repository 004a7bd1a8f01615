import { and, asc, eq, gt, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import { events } from "../../../drizzle/schema/events";
import { eventFeeds, eventReaders, grants, operationRecipients } from "../../../drizzle/schema/feeds";
import { operations } from "../../../drizzle/schema/operations";
import type { Database, Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { mayUseDevice } from "../authorization";
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
}

/**
 * Rows of a system's feed behind a number, in their order, and the number up to which it was looked through. With
 * `types` there may be none although there are more behind it.
 */
export async function readFeed(
  transaction: Transaction | Database,
  principal: Principal,
  { after, end, limit, types }: FeedRange,
): Promise<{ readonly rows: FeedRow[]; readonly upTo: number }> {
  const systemId = fromPublicId("xs", principal.id);
  const last = Math.min(end, after + (types === null ? limit : LOOKED_THROUGH_MAX));
  if (systemId === null || last <= after) return { rows: [], upTo: after };
  const visible = maySee(principal, systemId);
  const rows = await transaction
    .select({
      seq: eventReaders.seq,
      event: events,
      devId: devices.devId,
      kind: operations.kind,
      reference: operations.reference,
      facts: factsOf(systemId),
      result: resultOf(systemId),
      visible,
    })
    .from(eventReaders)
    .innerJoin(events, eq(events.seq, eventReaders.eventSeq))
    .leftJoin(operations, eq(operations.operationId, events.operationId))
    .leftJoin(devices, eq(devices.deviceId, events.deviceId))
    .leftJoin(
      operationRecipients,
      and(eq(operationRecipients.operationId, events.operationId), eq(operationRecipients.systemId, systemId)),
    )
    .leftJoin(grants, eq(grants.grantId, operationRecipients.grantId))
    .where(
      and(
        eq(eventReaders.systemId, systemId),
        gt(eventReaders.seq, after),
        lte(eventReaders.seq, last),
        types === null ? undefined : and(inArray(events.type, [...types]), visible),
      ),
    )
    .orderBy(asc(eventReaders.seq))
    .limit(limit);
  const upTo = rows.length === limit ? (rows.at(-1)?.seq ?? last) : last;
  return { rows, upTo };
}

/** By what is so now: a grant may have ended since, and a device may have left the groups of a limited system. */
function maySee(principal: Principal, systemId: string): SQL<boolean> {
  const ofOperation = or(
    isNull(events.operationId),
    eq(operations.ownerSystemId, systemId),
    and(eq(operationRecipients.systemId, systemId), isNull(grants.endedAt)),
  );
  const isLimited = (principal.deviceGroups ?? null) !== null;
  const ofDevice = isLimited ? or(isNull(events.deviceId), mayUseDevice(principal)) : undefined;
  return sql<boolean>`coalesce(${and(ofOperation, ofDevice)}, false)`;
}

/**
 * To recipients: how a task ended; with more than the status what the device reported for it; who decided on the operation
 * only in full.
 */
function factsOf(systemId: string): SQL<unknown> {
  return sql`case when ${events.operationId} is null or ${operations.ownerSystemId} = ${systemId}
      or ${events.type} like 'dmwsi.task.%' or ${operationRecipients.detail} = 'full'
      or (${operationRecipients.detail} = 'result' and ${events.type} = 'dmwsi.device.alert.v1')
    then ${events.data} end`;
}

/** Of a task that ended with one, for its owner and for recipients of more than the status. */
function resultOf(systemId: string): SQL<unknown> {
  return sql`case when ${events.type} in ('dmwsi.task.succeeded.v1', 'dmwsi.task.failed.v1')
      and (${operations.ownerSystemId} = ${systemId} or ${operationRecipients.detail} <> 'status')
    then (select case when octet_length(r.data ->> 'result') <= ${RESULT_OCTETS_MAX} then r.data -> 'result' end
      from results r where r.device_id = ${events.deviceId} and r.operation_id = ${events.operationId}
      order by r.attempt desc, r.n desc limit 1) end`;
}
