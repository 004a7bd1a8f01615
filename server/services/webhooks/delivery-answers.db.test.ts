import { beforeAll, expect, it } from "vitest";
import { newUuid } from "../../ids";
import { readDelivery } from "./read-delivery";
import { type DeliveryBed, deliveryBeds } from "./testing/delivery-bed";

const openBed = deliveryBeds();
let bed: DeliveryBed;
beforeAll(async () => {
  bed = await openBed();
});

it("what a receiver said when it refused an event stays to be read, without secrets, until it says something else", async () => {
  const id = await bed.subscribe("/a");
  const said = ['{"error":"no tenant","token":"abc"}', null, "still no tenant"];
  bed.answer("/a", () => ({ status: 500, text: said.shift() ?? null }));
  const [eventId = ""] = await bed.tell(newUuid(), 1);
  const answers: (string | null)[] = [];
  for (const seconds of [0, 10, 100]) {
    await bed.advance(seconds);
    await bed.push();
    answers.push((await readDelivery(bed.context, { id, eventId })).answer);
  }
  const first = '{"error":"no tenant","token":"******"}';
  expect(answers).toEqual([first, first, "still no tenant"]);
  bed.answer("/a", () => 200);
  await bed.advance(1_000);
  await bed.push();
  const { state, answer } = await readDelivery(bed.context, { id, eventId });
  expect([state, answer]).toEqual(["delivered", "still no tenant"]);
});
