import { and, eq } from "drizzle-orm";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import { walkBy } from "../cursor";
import { useCase } from "../use-case";
import { deliveryView } from "./delivery-view";
import { findSubscription } from "./find-subscription";
import { DeliveryPage, ListDeliveriesInput } from "./schemas";

/**
 * The newest event first; test messages at the end. Events that were not looked at yet are not in it.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const listDeliveries = useCase({
  name: "subscription.list_deliveries",
  scope: "events:read",
  input: ListDeliveriesInput,
  output: DeliveryPage,
  audit: false,
  async run(context, transaction, input) {
    const { subscriptionId } = await findSubscription(transaction, context.principal, input.id);
    const walk = walkBy(deliveries.seq, "down", "deliveries", context, input);
    const rows = await transaction
      .select()
      .from(deliveries)
      .where(
        and(
          eq(deliveries.subscriptionId, subscriptionId),
          input.state === undefined ? undefined : eq(deliveries.state, input.state),
          walk.beyond,
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.seq);
    return { items: page.rows.map(deliveryView), next: page.next };
  },
});
