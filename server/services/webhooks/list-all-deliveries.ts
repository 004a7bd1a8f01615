import { and, desc, eq, sql } from "drizzle-orm";
import { deliveries } from "../../../drizzle/schema/subscriptions";
import { cursorsOf, pageFrom } from "../cursor";
import { useCase } from "../use-case";
import { type DeliveryRow, deliveryView } from "./delivery-view";
import { isOfSubscription, refuseAllDeliveriesTo } from "./find-subscription";
import { DeliveryPage, DeliveryState, ListAllDeliveriesInput } from "./schemas";

/**
 * Deliveries of every subscription of an environment, the newest event first, for people.
 *
 * Throws ServiceError FORBIDDEN for an External System, which has the deliveries of each of its subscriptions.
 */
export const listAllDeliveries = useCase({
  name: "subscription.list_all_deliveries",
  scope: "events:read",
  input: ListAllDeliveriesInput,
  output: DeliveryPage,
  audit: false,
  async run(context, transaction, input) {
    const { principal } = context;
    refuseAllDeliveriesTo(principal);
    const cursors = cursorsOf(context, "deliveries of all", input);
    const [eventId, subscriptionId] = cursors.read(input.cursor)?.split(" ") ?? [];
    const isBehind = eventId === undefined ? undefined : sql`(${KEY}) < (${eventId}::uuid, ${subscriptionId}::uuid)`;
    const isShown = and(eq(deliveries.realm, principal.realm), isBehind, isOfSubscription());
    // State by state, each a range of the index, so that none of them is looked through for another; in one statement,
    // which sees one that goes on meanwhile in one state.
    const inState = transaction
      .select()
      .from(deliveries)
      .where(and(isShown, sql`${deliveries.state} = wanted.state`))
      .orderBy(desc(deliveries.eventId), desc(deliveries.subscriptionId))
      .limit(input.limit + 1)
      .as("found");
    const states = input.state === undefined ? DeliveryState.options : [input.state];
    const rows = await transaction
      .select(inState._.selectedFields)
      .from(sql`unnest(${sql.param([...states])}::text[]) as wanted(state)`)
      .innerJoinLateral(inState, sql`true`)
      .orderBy(desc(inState.eventId), desc(inState.subscriptionId))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, keyOf);
    return { items: page.rows.map(deliveryView), next: page.next };
  },
});

/** The number of an event holds when it was announced. */
const KEY = sql`${deliveries.eventId}, ${deliveries.subscriptionId}`;

function keyOf({ eventId, subscriptionId }: DeliveryRow): string {
  return `${eventId} ${subscriptionId}`;
}
