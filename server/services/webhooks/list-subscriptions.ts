import { and, eq } from "drizzle-orm";
import { subscriptions } from "../../../drizzle/schema/subscriptions";
import { fromPublicId } from "../../ids";
import { walkBy } from "../cursor";
import { useCase } from "../use-case";
import { mayUseSubscription } from "./find-subscription";
import { ListSubscriptionsInput, SubscriptionPage } from "./schemas";
import { subscriptionViews } from "./subscription-view";

/** The newest first. */
export const listSubscriptions = useCase({
  name: "subscription.list",
  scope: "events:read",
  input: ListSubscriptionsInput,
  output: SubscriptionPage,
  audit: false,
  async run(context, transaction, input) {
    const walk = walkBy(subscriptions.subscriptionId, "down", "subscriptions", context, input);
    const systemId = input.systemId === undefined ? undefined : fromPublicId("xs", input.systemId);
    if (systemId === null) return { items: [], next: null };
    const rows = await transaction
      .select()
      .from(subscriptions)
      .where(
        and(
          mayUseSubscription(context.principal),
          systemId === undefined ? undefined : eq(subscriptions.systemId, systemId),
          walk.beyond,
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.subscriptionId);
    return { items: await subscriptionViews(transaction, page.rows), next: page.next };
  },
});
