import { beforeEach, expect, it } from "vitest";
import { newUuid } from "../../ids";
import { readStatistics } from "./read-statistics";
import { redeliver } from "./redeliver";
import { type DeliveryBed, deliveryBeds } from "./testing/delivery-bed";

const openBed = deliveryBeds();
let bed: DeliveryBed;
beforeEach(async () => {
  bed = await openBed();
});

const ids = () => bed.received.map(({ id }) => id);
const skippedWith = (id: string | undefined) =>
  bed.received.find((message) => message.id === id)?.headers["dmwsi-skipped"]?.split(" ") ?? [];

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

it("begins nothing more once what became of events cannot be stored, and is over when what is on its way is", async () => {
  await bed.subscribe("/a");
  const told = await bed.tell(newUuid(), 20);
  await bed.test.sql`create sequence tried`;
  // It stays told of, although the transaction is rolled back.
  await bed.test.sql`create function cannot() returns trigger language plpgsql as
    'begin perform nextval(''tried''); raise exception ''It cannot be stored.''; end'`;
  await bed.test.sql`create trigger cannot before insert on deliveries for each row execute function cannot()`;
  const isTried = async () => (await bed.test.sql`select is_called from tried`)[0]?.["is_called"] === true;
  const [isHeld, isReleased] = [signal(), signal()];
  bed.answer("/a", async ({ id }) => {
    if (id !== told[1]) return 200;
    isHeld.give();
    await isReleased.given;
    return 200;
  });
  const deliveries = bed.deliveries();
  await deliveries.round();
  let isOver = false;
  const over = deliveries.settled().finally(() => {
    isOver = true;
  });
  over.catch(() => {});
  await isHeld.given;
  while (!(await isTried())) await new Promise((resolve) => setTimeout(resolve, 10));
  // The failure has come back to whoever stored by then.
  await bed.test.sql`select 1`;
  expect(isOver).toBe(false);
  isReleased.give();
  await expect(over).rejects.toThrow();
  expect(ids()).toEqual(told.slice(0, 2));
  // What cannot be done is not tried all the time.
  expect(await deliveries.round()).toBe(0);
  await bed.test.sql`drop trigger cannot on deliveries`;
  await bed.test.sql`update subscriptions set lease_until = lease_until - interval '5 seconds'`;
  await bed.push();
  expect(ids().slice(2)).toEqual(told);
});

it("tells of all events that were given up, of twenty at a time", async () => {
  await bed.subscribe("/a");
  const device = newUuid();
  const gone = await bed.tell(device, 30);
  await bed.push();
  await bed.test.sql`update deliveries set state = 'parked', untold = true`;
  const later = [await bed.tell(device, 1), await bed.tell(device, 2)].flat();
  await bed.push();
  expect(later.map((id) => skippedWith(id))).toEqual([gone.slice(0, 20), gone.slice(20), []]);
  await bed.push();
  const [next] = await bed.tell(device, 1);
  await bed.push();
  expect(skippedWith(next)).toEqual([]);
});

it("tells of an event that was given up while another message of its order told of earlier ones", async () => {
  const id = await bed.subscribe("/a");
  const device = newUuid();
  const [again, early, late] = await bed.tell(device, 3);
  await bed.push();
  bed.received.length = 0;
  await bed.test.sql`update deliveries set state = 'parked', untold = true where seq = 2`;
  await bed.test.sql`update deliveries set state = 'retrying', attempts = 10, next_at = now() where seq = 3`;
  await redeliver(bed.context, { id, eventId: again });
  const [isHeld, isReleased] = [signal(), signal()];
  bed.answer("/a", async (message) => {
    if (message.id === late) {
      await isHeld.given;
      // When it was given up the other one is answered.
      setImmediate(() => isReleased.give());
      return 500;
    }
    if (message.id === again) {
      isHeld.give();
      await isReleased.given;
    }
    return 200;
  });
  await bed.push();
  expect(skippedWith(again)).toEqual([early]);
  const [next] = await bed.tell(device, 1);
  await bed.push();
  expect(skippedWith(next)).toEqual([late]);
});

it("leaves a subscription alone when all that it had not come to is not kept any more, and goes on behind it", async () => {
  const id = await bed.subscribe("/a");
  await bed.tell(newUuid(), 5);
  await bed.test.sql`delete from event_readers`;
  await bed.test.sql`update event_feeds set swept_seq = seq`;
  expect((await readStatistics(bed.context, { id })).behind).toBe(0);
  expect(await bed.deliveries().round()).toBe(0);
  const told = await bed.tell(newUuid(), 1);
  expect((await readStatistics(bed.context, { id })).behind).toBe(1);
  await bed.push();
  expect(ids()).toEqual(told);
});
