import { type SQL, sql } from "drizzle-orm";
import { outbox, outboxFacts } from "../../../drizzle/schema/events";
import type { Transaction } from "../../db/client";
import { newUuid } from "../../ids";
import type { Realm } from "../principal";
import type { EventType } from "./event-types";

/** What concerns one External System. `data` names what it is about by its public id: `subscriptionId` or `grantId`. */
interface SystemFact {
  /** uuid of the system that is told; nobody else is. */
  readonly systemId: string;
  readonly realm: Realm;
  readonly type: EventType;
  /** uuid of what it is about. */
  readonly about: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Announces a fact to a system, in the transaction that makes it one. */
export async function tellSystem(
  transaction: Transaction,
  { systemId, realm, type, about, data }: SystemFact,
): Promise<void> {
  await transaction
    .insert(outbox)
    .values({ deviceId: about, version: NEXT, i: 0, eventId: newUuid(), systemId, realm, type, data });
}

/** What is about no device has no counter of its own; two that were told by the same clock would be one. */
const NEXT: SQL<number> = sql`nextval(${outboxFacts.seqName}::regclass)`;
