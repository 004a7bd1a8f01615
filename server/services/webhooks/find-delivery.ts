import { and, eq } from "drizzle-orm";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import type { DeliveryRow } from "./delivery-view";
import type { SubscriptionRow } from "./find-subscription";

/**
 * What became of an event (`evt_...`) on its way to a subscriber.
 *
 * Throws ServiceError NOT_FOUND, also for an event that was not tried yet.
 */
export async function findDelivery(
  transaction: Transaction,
  { subscriptionId }: SubscriptionRow,
  eventId: string,
): Promise<DeliveryRow> {
  const uuid = fromPublicId("evt", eventId);
  const [row] =
    uuid === null
      ? []
      : await transaction
          .select()
          .from(deliveries)
          .where(and(eq(deliveries.subscriptionId, subscriptionId), eq(deliveries.eventId, uuid)));
  if (!row) throw new ServiceError("NOT_FOUND", "There is no such delivery.");
  return row;
}
