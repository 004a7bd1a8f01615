import type { DeliveryView } from "@/server/services/webhooks/schemas";

export const DELIVERY_STATES = [
  "waiting",
  "retrying",
  "parked",
  "delivered",
] as const satisfies readonly DeliveryView["state"][];

const DELIVERIES_PER_PAGE = 50;
/** Subscriptions that can be chosen from, the newest; others are chosen on their own page. */
export const SUBSCRIPTIONS_OFFERED = { limit: 200 } as const;

/** Outcomes come as they come, and nothing announces them. */
export const DELIVERIES_READ_EVERY_MS = 5_000;

/** What the list is narrowed to; it stands in the address. */
export interface DeliveryFilter {
  /** null: of all of them. */
  readonly subscription: string | null;
  readonly state: DeliveryView["state"] | null;
}

/** The state of an address; a word that there is not narrows nothing. */
export function deliveryState(word: unknown): DeliveryFilter["state"] {
  return DELIVERY_STATES.find((state) => state === word) ?? null;
}

/** The same on the server and in the browser, so that what the server read is found again. */
export function deliveryListInput({ subscription, state }: DeliveryFilter) {
  return { ...allDeliveriesInput({ state }), id: subscription ?? "" };
}

/** The same, of all subscriptions. */
export function allDeliveriesInput({ state }: Pick<DeliveryFilter, "state">) {
  return { limit: DELIVERIES_PER_PAGE, ...(state !== null && { state }) };
}

/** A delivery as an address names it: an event may go to several subscriptions. */
export function deliveryKey({ subscriptionId, id }: Pick<DeliveryView, "subscriptionId" | "id">): string {
  return `${subscriptionId}.${id}`;
}

/** What such a name says; where it is that of an event alone, the subscription is `subscription`. */
export function readDeliveryKey(key: string | null, subscription: string | null) {
  const [first = "", second] = key?.split(".") ?? [];
  return second === undefined ? { id: subscription ?? "", eventId: first } : { id: first, eventId: second };
}
