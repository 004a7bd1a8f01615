import { and, desc, eq, lt } from "drizzle-orm";
import { subscriptions } from "../../../drizzle/schema/subscriptions";
import { fromPublicId } from "../../ids";
import { cursorsOf, pageFrom } from "../cursor";
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
    const cursors = cursorsOf(context, "subscriptions", input);
    const before = cursors.read(input.cursor);
    const systemId = input.systemId === undefined ? undefined : fromPublicId("xs", input.systemId);
    if (systemId === null) return { items: [], next: null };
    const rows = await transaction
      .select()
      .from(subscriptions)
      .where(
        and(
          mayUseSubscription(context.principal),
          systemId === undefined ? undefined : eq(subscriptions.systemId, systemId),
          before === null ? undefined : lt(subscriptions.subscriptionId, before),
        ),
      )
      .orderBy(desc(subscriptions.subscriptionId))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, (row) => row.subscriptionId);
    return { items: await subscriptionViews(transaction, page.rows), next: page.next };
  },
});
