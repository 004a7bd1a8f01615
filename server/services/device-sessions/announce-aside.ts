import { sql } from "drizzle-orm";
import { outbox } from "../../../drizzle/schema/events";
import type { Database, Transaction } from "../../db/client";
import { newUuid } from "../../ids";
import type { Realm } from "../principal";

interface AsideFact {
  readonly deviceId: string;
  readonly realm: Realm;
  readonly type: string;
  readonly data: unknown;
}

/**
 * Announces something about a device that is no step of its own: its live row is not moved, so that strangers change
 * nothing of it and its session goes on. The number is no version of the device but the time, negative, which no
 * message uses: the fact has no place among the device's own.
 */
export async function announceAside(transaction: Transaction | Database, fact: AsideFact): Promise<void> {
  const version = sql`-(extract(epoch from clock_timestamp()) * 1000000)::bigint`;
  await transaction.insert(outbox).values({ ...fact, version, i: 0, eventId: newUuid() });
}
