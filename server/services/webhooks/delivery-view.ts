import type { deliveries } from "../../../drizzle/schema/subscriptions";
import { toPublicId } from "../../ids";
import type { DeliveryView } from "./schemas";
import { isTest } from "./test-message";

export type DeliveryRow = typeof deliveries.$inferSelect;

export function deliveryView(row: DeliveryRow): DeliveryView {
  return {
    id: toPublicId("evt", row.eventId),
    subscriptionId: toPublicId("sub", row.subscriptionId),
    type: row.type,
    sequence: isTest(row) ? null : row.seq,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.state === "retrying" ? (row.nextAt?.toISOString() ?? null) : null,
    changedAt: row.changedAt.toISOString(),
    tries: [...row.tries],
  };
}
