import { beforeAll, expect, it } from "vitest";
import { newUuid } from "../../ids";
import { deleteSubscription } from "./delete-subscription";
import { readSubscription } from "./read-subscription";
import { sweepDeliveries } from "./sweep-deliveries";
import { type DeliveryBed, deliveryBeds } from "./testing/delivery-bed";

const openBed = deliveryBeds();
let bed: DeliveryBed;
beforeAll(async () => {
  bed = await openBed();
});

it("deliveries are kept as long as the feed keeps events, what waits stays, and those of a deleted subscription go", async () => {
  const [kept, deleted] = [await bed.subscribe("/kept"), await bed.subscribe("/deleted")];
  await bed.tell(newUuid(), 4);
  await bed.push();
  await bed.test.sql`update deliveries set state = 'parked', changed_at = now() - interval '40 days' where seq = 1`;
  await bed.test.sql`update deliveries set state = 'retrying', changed_at = now() - interval '40 days' where seq = 2`;
  expect(await sweepDeliveries(bed.test.sql, 45)).toBe(0);
  expect(await sweepDeliveries(bed.test.sql, 30)).toBe(2);
  const { revision } = await readSubscription(bed.context, { id: deleted });
  await deleteSubscription(bed.context, { id: deleted, revision });
  expect(await sweepDeliveries(bed.test.sql, 30)).toBe(3);
  expect((await readSubscription(bed.context, { id: kept })).state).toBe("active");
  const left = await bed.test.sql`select seq::integer as seq from deliveries order by seq`;
  expect(left.map(({ seq }) => seq)).toEqual([2, 3, 4]);
});
