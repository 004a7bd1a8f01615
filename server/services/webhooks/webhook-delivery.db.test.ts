import { beforeEach, describe, expect, it } from "vitest";
import { fromPublicId, newUuid } from "../../ids";
import { readEvents } from "../events";
import { projectEvents } from "../events/project-events";
import { changeSubscription } from "./change-subscription";
import { deleteSubscription } from "./delete-subscription";
import { listDeliveries } from "./list-deliveries";
import { pauseSubscription } from "./pause-subscription";
import { readDelivery } from "./read-delivery";
import { readStatistics } from "./read-statistics";
import { readSubscription } from "./read-subscription";
import { recover } from "./recover";
import { redeliver } from "./redeliver";
import { resumeSubscription } from "./resume-subscription";
import { rotateSubscriptionSecret } from "./rotate-subscription-secret";
import { sendTest } from "./send-test";
import { type DeliveryBed, deliveryBeds } from "./testing/delivery-bed";

const openBed = deliveryBeds();
let bed: DeliveryBed;
beforeEach(async () => {
  bed = await openBed();
});

const PAUSES = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 72_000];
const ids = () => bed.received.map(({ id }) => id);
const statesOf = async (id: string) => (await listDeliveries(bed.context, { id })).items.map(({ state }) => state);

/** How many rounds of the dispatcher a healthy receiver needs for all its events, while others hold all their requests. */
async function roundsUntilAll(hangingReceivers: number): Promise<number> {
  const own = await openBed();
  const healthy = await own.subscribe("/healthy");
  await pauseSubscription(own.context, { id: healthy });
  const held = signal();
  const released = signal();
  let requests = 0;
  for (let i = 0; i < hangingReceivers; i += 1) {
    await own.subscribe(`/hanging/${i}`);
    own.answer(`/hanging/${i}`, async () => {
      requests += 1;
      if (requests === hangingReceivers * AT_ONCE) held.give();
      await released.given;
      return 200;
    });
  }
  const told = await own.tell(newUuid(), 60);
  for (let key = 0; key < 20; key += 1) told.push(...(await own.tell(newUuid(), 2)));
  const deliveries = own.deliveries();
  if ((await deliveries.round()) > 0) await held.given;
  const all = signal();
  const taken = new Set<string>();
  own.answer("/healthy", ({ id }) => {
    taken.add(id);
    if (taken.size === told.length) all.give();
    return 200;
  });
  await resumeSubscription(own.context, { id: healthy });
  let rounds = 0;
  for (let begun = 0; begun === 0; rounds += 1) begun = await deliveries.round();
  await all.given;
  released.give();
  await deliveries.settled();
  return rounds;
}

const AT_ONCE = 8;

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

describe("trust:webhook-delivery: on a clock that is moved", () => {
  let covered = 0;
  const CASES = 12;
  const passed = () => {
    covered += 1;
  };

  it("hands every event over once, in the order of each key, also several processes together", async () => {
    await bed.subscribe("/a");
    const [one, two] = [newUuid(), newUuid()];
    const told = [await bed.tell(one, 300), await bed.tell(two, 300)];
    const [first, second] = [bed.deliveries(), bed.deliveries()];
    await Promise.all([first.round(), second.round(), first.round(), second.round()]);
    await Promise.all([first.settled(), second.settled()]);
    await bed.push();
    for (const list of told) expect(ids().filter((id) => list.includes(id))).toEqual(list);
    expect(ids()).toHaveLength(600);
    passed();
  });

  it("tries again on schedule while the key waits behind it and others go on, then parks it and says so", async () => {
    const id = await bed.subscribe("/a");
    const [stuck, free] = [newUuid(), newUuid()];
    const [bad, ...behind] = await bed.tell(stuck, 4);
    bed.answer("/a", (message) => (message.id === bad ? 500 : 200));
    const others = await bed.tell(free, 3);
    await bed.push();
    expect(ids().toSorted()).toEqual([bad, ...others].toSorted());
    expect((await statesOf(id)).toSorted()).toEqual([
      "delivered",
      "delivered",
      "delivered",
      "retrying",
      "waiting",
      "waiting",
      "waiting",
    ]);
    for (const [i, pause] of PAUSES.entries()) {
      await bed.advance(pause - 2);
      await bed.push();
      expect(ids().filter((one) => one === bad)).toHaveLength(i + 1);
      await bed.advance(4);
      await bed.push();
      expect(ids().filter((one) => one === bad)).toHaveLength(i + 2);
    }
    expect(ids().slice(-3)).toEqual(behind);
    const after = bed.received.find(({ id: one }) => one === behind[0]);
    expect(after?.headers["dmwsi-skipped"]).toBe(bad);
    expect(bed.received.at(-1)?.headers["dmwsi-skipped"]).toBeUndefined();
    expect((await statesOf(id)).filter((state) => state === "parked")).toHaveLength(1);
    passed();
  });

  it("redelivers what was parked under its id, and recovers all that was since a time, in order", async () => {
    const id = await bed.subscribe("/a");
    const since = new Date(Date.now() - 60_000).toISOString();
    const told = await bed.tell(newUuid(), 3);
    await bed.push();
    await bed.test.sql`update deliveries set state = 'parked' where seq = 2`;
    await redeliver(bed.context, { id, eventId: told[1] });
    await bed.push();
    expect(ids()).toEqual([...told, told[1]]);
    await bed.test.sql`update deliveries set state = 'parked' where seq = 3`;
    expect((await recover(bed.context, { id, since })).count).toBe(1);
    await bed.push();
    expect(ids().at(-1)).toBe(told[2]);
    bed.received.length = 0;
    for (const never of ["9999-12-30T23:59:59-23:59", "9999-12-31T23:59:59.999Z"])
      expect((await recover(bed.context, { id, since: never, which: "all" })).count).toBe(0);
    expect((await recover(bed.context, { id, since: "1970-01-02T00:00:00+23:59" })).count).toBe(0);
    expect((await recover(bed.context, { id, since, which: "all" })).count).toBe(3);
    await bed.push();
    expect(ids()).toEqual(told);
    passed();
  });

  it("leaves a receiver alone for as long as it asks", async () => {
    await bed.subscribe("/a");
    bed.answer("/a", () => ({ status: 503, retryAfter: "600" }));
    await bed.tell(newUuid(), 1);
    await bed.push();
    await bed.tell(newUuid(), 1);
    await bed.advance(595);
    await bed.push();
    expect(ids()).toHaveLength(1);
    await bed.advance(10);
    bed.answer("/a", () => 200);
    await bed.push();
    expect(ids()).toHaveLength(3);
    passed();
  });

  it("ends a subscription whose receiver is gone, and goes on where it was when that is taken back", async () => {
    const id = await bed.subscribe("/a");
    bed.answer("/a", () => 410);
    const told = await bed.tell(newUuid(), 2);
    await bed.push();
    expect(await readSubscription(bed.context, { id })).toMatchObject({ state: "off", cause: "gone" });
    bed.answer("/a", () => 200);
    await resumeSubscription(bed.context, { id });
    await bed.push();
    expect(ids()).toEqual([told[0], ...told]);
    passed();
  });

  it("sends a receiver that only fails one message at a time, and everything once it is back", async () => {
    await bed.subscribe("/a");
    bed.answer("/a", () => 500);
    const told: string[] = [];
    for (let i = 0; i < 30; i += 1) told.push(...(await bed.tell(newUuid(), 2)));
    await bed.push();
    const tried = ids().length;
    expect(tried).toBeLessThan(20);
    await bed.advance(7);
    bed.answer("/a", () => 200);
    await bed.push();
    const taken = ids().slice(tried);
    expect([...new Set(taken)].toSorted()).toEqual(told.toSorted());
    passed();
  });

  it("pauses by itself after three days of nothing but failures, says why, and loses nothing", async () => {
    const id = await bed.subscribe("/a");
    bed.answer("/a", () => 500);
    const told: string[] = [];
    for (let i = 0; i < 4; i += 1) told.push(...(await bed.tell(newUuid(), 1)));
    for (const pause of [0, ...PAUSES]) {
      await bed.advance(pause * 1.2 + 2);
      await bed.push();
    }
    const subscription = await readSubscription(bed.context, { id });
    expect(subscription).toMatchObject({ state: "paused", cause: "failures" });
    bed.received.length = 0;
    bed.answer("/a", () => 200);
    await resumeSubscription(bed.context, { id });
    await bed.test.sql`update deliveries set state = 'retrying', next_at = now() where state = 'parked'`;
    await bed.push();
    expect(ids().toSorted()).toEqual(told.toSorted());
    passed();
  });

  it("tells the owner in the feed that a subscription has ended by itself", async () => {
    const [failing, gone] = [await bed.subscribe("/a"), await bed.subscribe("/b")];
    bed.answer("/a", () => 500);
    bed.answer("/b", (message) => (message.event.type === "dmwsi.device.alert.v1" ? 410 : 200));
    for (let i = 0; i < 4; i += 1) await bed.tell(newUuid(), 1);
    for (const pause of [0, ...PAUSES]) {
      await bed.advance(pause * 1.2 + 2);
      await bed.push();
    }
    await projectEvents(bed.test.sql);
    const page = await readEvents(bed.owner, { types: "subscription.*" });
    const told = page.items.map((item) => JSON.parse(item));
    expect(
      told.map(({ type, subject, data: { facts } }) => [type, subject, facts.subscriptionId, facts.cause]),
    ).toEqual([
      ["dmwsi.subscription.off.v1", gone, gone, "gone"],
      ["dmwsi.subscription.paused.v1", failing, failing, "failures"],
    ]);
    expect(told[0].data.links).toEqual({ subscription: `/api/v1/subscriptions/${gone}` });
    passed();
  });

  it("sends events of the devices that its filter means, and those of no device", async () => {
    const devices = await bed.test.sql<{ id: string; model: string }[]>`
      insert into devices (device_id, realm, dev_id, manufacturer, model)
      select gen_random_uuid(), 'live', 'IMEI:35000000000' || n, 'Hanseat', 'R' || n from generate_series(1000, 1001) n
      returning device_id as id, model`;
    const of = (model: string) => devices.find((device) => device.model === model)?.id ?? "";
    const id = await bed.subscribe("/a", ["*"], 'model = "R1000"');
    const wanted = await bed.tell(of("R1000"), 2);
    const other = await bed.tell(of("R1001"), 2);
    await bed.push();
    expect(ids()).toEqual(wanted);
    await changeSubscription(bed.context, { id, filter: null });
    await bed.push();
    expect(ids()).toEqual(wanted);
    const later = await bed.tell(of("R1001"), 1);
    await bed.push();
    expect(ids()).toEqual([...wanted, ...later]);
    expect(ids()).not.toContain(other[0]);
    await expect(changeSubscription(bed.context, { id, filter: "modell = 1" })).rejects.toThrow(
      "filter cannot be read",
    );
    passed();
  });

  it("takes as many rounds beside receivers that hang as alone: a healthy one has everything before any of them answers", async () => {
    const alone = await roundsUntilAll(0);
    const beside = await roundsUntilAll(10);
    expect(beside).toBeLessThan(alone * 1.2);
    passed();
  });

  it("sends nothing while it is paused, then all of it; and others of a changed type to another address", async () => {
    const id = await bed.subscribe("/a", ["device.*"]);
    await pauseSubscription(bed.context, { id });
    const told = await bed.tell(newUuid(), 3);
    await bed.push();
    expect(ids()).toEqual([]);
    await resumeSubscription(bed.context, { id });
    await bed.push();
    expect(ids()).toEqual(told);
    await changeSubscription(bed.context, { id, url: "https://receiver.example/b", types: ["task.*"] });
    await bed.tell(newUuid(), 3);
    await bed.push();
    expect(ids()).toEqual(told);
    await deleteSubscription(bed.context, { id });
    passed();
  });

  it("refuses a test message where a subscription keeps a thousand of them", async () => {
    const id = await bed.subscribe("/many-tests");
    const first = await sendTest(bed.context, { id });
    await bed.push();
    const keep = (from: number, to: number) => bed.test.sql`
      insert into deliveries (subscription_id, realm, seq, event_id, type, key, state)
      select ${fromPublicId("sub", id)}, 'live', -n, gen_random_uuid(), ${first.type}, gen_random_uuid(), 'delivered'
      from generate_series(${from}::integer, ${to}::integer) n`;
    await keep(2, 999);
    expect((await sendTest(bed.context, { id })).state).toBe("retrying");
    await expect(sendTest(bed.context, { id })).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });

  it("sends a test message once; secrets overlap; the payload and figures can be read", async () => {
    const id = await bed.subscribe("/a");
    bed.answer("/a", () => 500);
    const test = await sendTest(bed.context, { id });
    await bed.push();
    expect(ids()).toEqual([test.id]);
    expect((await readDelivery(bed.context, { id, eventId: test.id })).state).toBe("parked");
    bed.answer("/a", () => 200);
    await rotateSubscriptionSecret(bed.context, { id });
    const [told] = await bed.tell(newUuid(), 1);
    await bed.push();
    expect(bed.received.at(-1)?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    await expect(rotateSubscriptionSecret(bed.context, { id })).rejects.toThrow("Two secrets sign already");
    expect((await rotateSubscriptionSecret(bed.context, { id, overlapHours: 0 })).secrets).toHaveLength(1);
    expect((await readDelivery(bed.context, { id, eventId: told })).payload).toEqual(bed.received.at(-1)?.event);
    expect(await readStatistics(bed.context, { id })).toMatchObject({ behind: 0, delivered: 1, failedAttempts: 1 });
    passed();
  });

  it("and that is all of them", () => {
    console.log(`webhook-delivery ${covered}/${CASES}`);
    expect(covered).toBe(CASES);
  });
});
