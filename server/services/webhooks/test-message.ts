import { toPublicId } from "../../ids";
import type { ClaimedSubscription, DueDelivery } from "./lane-store";

export const TEST_TYPE = "dmwsi.subscription.test.v1";

/** Test messages have numbers of their own, below those of the feed. */
export function isTest({ seq }: Pick<DueDelivery, "seq">): boolean {
  return seq < 0;
}

/** A CloudEvent that says that it is none of the feed. */
export function testPayload(
  { eventId }: Pick<DueDelivery, "eventId">,
  { subscriptionId }: Pick<ClaimedSubscription, "subscriptionId">,
): Readonly<Record<string, unknown>> {
  return {
    specversion: "1.0",
    id: toPublicId("evt", eventId),
    source: "dmwsi",
    type: TEST_TYPE,
    subject: toPublicId("sub", subscriptionId),
    datacontenttype: "application/json",
    data: {},
  };
}
