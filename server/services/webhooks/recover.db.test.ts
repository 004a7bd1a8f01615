import { beforeEach, describe, expect, it } from "vitest";
import { fromPublicId, newUuid } from "../../ids";
import { changeSubscription } from "./change-subscription";
import { countRecoverable } from "./count-recoverable";
import { readSubscription } from "./read-subscription";
import { recover } from "./recover";
import { RECOVERED_MAX } from "./schemas";
import { type DeliveryBed, deliveryBeds } from "./testing/delivery-bed";

const openBed = deliveryBeds();
let bed: DeliveryBed;
beforeEach(async () => {
  bed = await openBed();
});

const since = new Date(0).toISOString();

/** So many events, all looked at: delivered, and from a number on given up. */
async function tellMany(many: number, parkedFrom: number): Promise<void> {
  const systemId = fromPublicId("xs", bed.owner.principal.id);
  await bed.test.sql`
    insert into events (seq, event_id, realm, type, at)
    select n, gen_random_uuid(), 'live', 'dmwsi.device.alert.v1', now() from generate_series(1, ${many}::integer) n`;
  await bed.test.sql`
    insert into event_readers (system_id, seq, event_seq)
    select ${systemId}::uuid, n, n from generate_series(1, ${many}::integer) n`;
  await bed.test.sql`insert into event_feeds (system_id, seq) values (${systemId}::uuid, ${many})`;
  await bed.test.sql`
    insert into deliveries (subscription_id, realm, seq, event_id, type, key, state)
    select s.subscription_id, s.realm, e.seq, e.event_id, e.type, e.event_id,
      case when e.seq >= ${parkedFrom} then 'parked' else 'delivered' end
    from subscriptions s, events e`;
  await bed.test.sql`update subscriptions set position = ${many}`;
}

const left = async () => {
  const [row] = await bed.test
    .sql`select count(*)::integer as rows, (select position::integer from subscriptions) as position,
    count(*) filter (where state = 'parked')::integer as parked from deliveries`;
  return row;
};

describe("what is sent again since a time", () => {
  it("is as many events as was said before, also when other types are asked for since", async () => {
    const id = await bed.subscribe("/changed", ["task.*"]);
    const device = newUuid();
    await bed.tell(device, 3);
    const tasks = await bed.tell(device, 2, "dmwsi.task.succeeded.v1");
    await bed.push();
    expect(bed.received.map((message) => message.id)).toEqual(tasks);
    for (const [types, count] of [[["*"], 5] as const, [["device.*"], 3] as const, [["task.*"], 2] as const]) {
      const { revision } = await readSubscription(bed.context, { id });
      await changeSubscription(bed.context, { id, revision, types: [...types] });
      expect(await countRecoverable(bed.context, { id, since, which: "all" })).toEqual({ count, next: null });
      bed.received.length = 0;
      expect(await recover(bed.context, { id, since, which: "all" })).toMatchObject({ count, next: null });
      await bed.push();
      expect(bed.received).toHaveLength(count);
    }
  });

  it("takes so many numbers of the feed at most, says that there are more, and goes on behind them", async () => {
    const id = await bed.subscribe("/all");
    const many = RECOVERED_MAX + 5;
    await tellMany(many, many + 1);
    const wish = { id, since, which: "all" };
    expect(await countRecoverable(bed.context, wish)).toEqual({ count: RECOVERED_MAX, next: RECOVERED_MAX });
    expect(await recover(bed.context, wish)).toMatchObject({ count: RECOVERED_MAX, next: RECOVERED_MAX });
    expect(await left()).toMatchObject({ rows: 5, position: 0 });
    const behind = { ...wish, after: RECOVERED_MAX };
    expect(await countRecoverable(bed.context, behind)).toEqual({ count: 5, next: null });
    expect(await recover(bed.context, behind)).toMatchObject({ count: 5, next: null });
    expect(await left()).toMatchObject({ rows: 0, position: 0 });
  });

  it("takes so many parked ones at most, the oldest first, says that there are more, and goes on with them", async () => {
    const id = await bed.subscribe("/parked");
    await tellMany(RECOVERED_MAX + 5, 4);
    const next = RECOVERED_MAX + 3;
    expect(await countRecoverable(bed.context, { id, since })).toEqual({ count: RECOVERED_MAX, next });
    expect(await recover(bed.context, { id, since })).toMatchObject({ count: RECOVERED_MAX, next });
    expect(await left()).toMatchObject({ parked: 2, position: RECOVERED_MAX + 5 });
    expect(await recover(bed.context, { id, since, after: next })).toMatchObject({ count: 2, next: null });
    expect(await left()).toMatchObject({ parked: 0 });
  });
});
