import { beforeAll, describe, expect, it } from "vitest";
import { eachQuery } from "../../db/each-query";
import { newUuid } from "../../ids";
import { countRowsRead } from "../../testing/rows-read";
import type { Principal } from "../principal";
import { countParked } from "./count-parked";
import { countRecoverable } from "./count-recoverable";
import { deleteSubscription } from "./delete-subscription";
import { listAllDeliveries } from "./list-all-deliveries";
import { readSubscription } from "./read-subscription";
import { recover } from "./recover";
import { redeliverParked } from "./redeliver-parked";
import { DeliveryState, REDELIVERED_MAX } from "./schemas";
import { type DeliveryBed, deliveryBeds } from "./testing/delivery-bed";

const openBed = deliveryBeds();
let bed: DeliveryBed;
beforeAll(async () => {
  bed = await openBed();
});

/** All pages. */
async function listed(input: Parameters<typeof listAllDeliveries>[1] = {}, limit = 3) {
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await listAllDeliveries(bed.context, { ...(input as object), limit, cursor });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}

describe("the deliveries of all subscriptions", () => {
  it("are listed together, the newest event first, page by page, by state too; sent again together, counted before", async () => {
    const [one, two] = [await bed.subscribe("/one"), await bed.subscribe("/two")];
    const told = await bed.tell(newUuid(), 4);
    await bed.push();
    await bed.test.sql`update deliveries set state = 'parked' where seq in (2, 3)`;
    const all = await listed();
    expect(all.map(({ id }) => id)).toEqual(told.toReversed().flatMap((id) => [id, id]));
    expect(new Set(all.map(({ id, subscriptionId }) => `${id} ${subscriptionId}`)).size).toBe(8);
    expect((await listed({ state: "parked" })).map(({ id }) => id)).toEqual([told[2], told[2], told[1], told[1]]);

    expect(await countParked(bed.context, {})).toEqual({ count: 4, isMore: false });
    expect(await countParked(bed.context, { id: one })).toEqual({ count: 2, isMore: false });
    const since = new Date(0).toISOString();
    expect(await countRecoverable(bed.context, { id: two, since })).toEqual({ count: 2, next: null });
    expect(await countRecoverable(bed.context, { id: two, since, which: "all" })).toEqual({ count: 4, next: null });
    bed.received.length = 0;
    expect(await redeliverParked(bed.context, { id: one })).toEqual({ count: 2, isMore: false });
    expect(await redeliverParked(bed.context, {})).toEqual({ count: 2, isMore: false });
    expect(await redeliverParked(bed.context, {})).toEqual({ count: 0, isMore: false });
    await bed.push();
    expect(bed.received.map(({ id }) => id).toSorted()).toEqual([told[1], told[1], told[2], told[2]].toSorted());
    expect((await listed({ state: "delivered" })).length).toBe(8);
    expect((await recover(bed.context, { id: two, since, which: "all" })).count).toBe(4);
    await bed.push();

    const { revision } = await readSubscription(bed.context, { id: one });
    await deleteSubscription(bed.context, { id: one, revision });
    expect((await listed()).map(({ subscriptionId }) => subscriptionId)).toEqual([two, two, two, two]);
  });

  it("are those of one environment, and for people", async () => {
    const sandboxed: Principal = { ...bed.context.principal, realm: "sandbox" };
    const elsewhere = { ...bed.context, principal: sandboxed };
    expect((await listAllDeliveries(elsewhere, {})).items).toEqual([]);
    expect(await countParked(elsewhere, {})).toEqual({ count: 0, isMore: false });
    await expect(listAllDeliveries(bed.owner, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(countParked(bed.owner, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("are read in one statement, so that one that goes on meanwhile is in it, and no more of them than a page needs", async () => {
    const own = await openBed();
    await own.subscribe("/page");
    await own.test.sql`
      insert into deliveries (subscription_id, realm, seq, event_id, type, key, state)
      select subscription_id, realm, n, gen_random_uuid(), 'dmwsi.device.alert.v1', gen_random_uuid(),
        (array['waiting', 'delivered', 'retrying', 'parked'])[1 + n % 4]
      from subscriptions, generate_series(1, 4000) n`;
    await own.test.sql`vacuum analyze deliveries`;
    // The driver hands the same statement over several times.
    const statements = new Set<object>();
    eachQuery<{ readonly strings: readonly string[] }>(own.test.sql, (statement) => {
      if (statement.strings[0]?.includes('from "deliveries"')) statements.add(statement);
    });
    const limit = 5;
    const { result, rows } = await countRowsRead(own.test.database, ["deliveries"], (transaction) =>
      listAllDeliveries(own.context, { limit }, transaction),
    );
    expect(result.items).toHaveLength(limit);
    expect(statements.size).toBe(1);
    expect(rows).toBeLessThanOrEqual(DeliveryState.options.length * (limit + 1));
  });

  it("go out again at most so many in one call, the oldest first", async () => {
    const id = await bed.subscribe("/many");
    await bed.test.sql`
      insert into deliveries (subscription_id, realm, seq, event_id, type, key, state)
      select subscription_id, realm, 1000 + n, gen_random_uuid(), 'dmwsi.device.alert.v1', gen_random_uuid(), 'parked'
      from subscriptions, generate_series(1, ${REDELIVERED_MAX + 5}) n where url like '%/many'`;
    expect(await countParked(bed.context, { id })).toEqual({ count: REDELIVERED_MAX, isMore: true });
    expect(await redeliverParked(bed.context, { id })).toEqual({ count: REDELIVERED_MAX, isMore: true });
    const left = await bed.test.sql`select seq::integer as seq from deliveries where state = 'parked' order by seq`;
    expect(left.map(({ seq }) => seq)).toEqual(Array.from({ length: 5 }, (_, i) => 1_001 + REDELIVERED_MAX + i));
    expect(await redeliverParked(bed.context, {})).toEqual({ count: 5, isMore: false });
  });
});
