import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, newUuid, toPublicId } from "../../ids";
import { type ContentDesk, openContentDesk, someOctets } from "../contents/testing/content-desk";
import { projectEvents } from "../events/project-events";
import type { Principal } from "../principal";
import { openDeliveryBed } from "../webhooks/testing/delivery-bed";
import { resolveSearch } from ".";

let desk: ContentDesk;
beforeAll(async () => {
  desk = await openContentDesk();
});
afterAll(() => desk.close());

describe("a search by the id of a content", () => {
  it("finds it, also in an address, and finds none of another realm", async () => {
    const { id } = await desk.takeIn(someOctets());
    const hit = { kind: "content", id, devId: null, manufacturer: null, model: null, reason: "id" };
    const address = `https://dm.example/live/content/${id}`;
    expect(await resolveSearch(desk.context, { text: address })).toEqual({ exact: true, hits: [hit] });
    const sandboxed: Principal = { ...desk.context.principal, realm: "sandbox" };
    const elsewhere = { ...desk.context, principal: sandboxed };
    expect(await resolveSearch(elsewhere, { text: id })).toEqual({ exact: true, hits: [] });
  });
});

describe("a search by the id of a subscription or an event", () => {
  it("finds it and its deliveries, for who may read events in this realm", async () => {
    const bed = await openDeliveryBed();
    const [one, two] = [await bed.subscribe("/one"), await bed.subscribe("/two")];
    const [event = ""] = await bed.tell(newUuid(), 1);
    await bed.push();
    const find = async (text: string, change: Partial<Principal> = {}) => {
      const principal = { ...bed.context.principal, ...change };
      return (await resolveSearch({ ...bed.context, principal }, { text })).hits.map(({ kind, id }) => `${kind} ${id}`);
    };
    expect(await find(`/live/events/subscriptions/${one}`)).toEqual([`subscription ${one}`]);
    const expected = [one, two].map((id) => `delivery ${id}.${event}`);
    expect((await find(event)).toSorted()).toEqual(expected.toSorted());
    for (const id of [one, event]) {
      expect(await find(id, { realm: "sandbox" })).toEqual([]);
      expect(await find(id, { scopes: new Set(["devices:read"]) })).toEqual([]);
    }
    await bed.close();
  });

  it("finds what an event is about that went to nobody, for who may see that", async () => {
    const { id: contentId } = await desk.takeIn(someOctets());
    for (let round = 0; round < 50 && (await projectEvents(desk.test.sql)) > 0; round += 1);
    const [event] = await desk.test.sql`
      select event_id from events where content_id = ${fromPublicId("con", contentId)} and type is not null limit 1`;
    const text = toPublicId("evt", event?.["event_id"]);
    const find = async (change: Partial<Principal> = {}) => {
      const principal = { ...desk.context.principal, ...change };
      const { hits } = await resolveSearch({ ...desk.context, principal }, { text });
      return hits.map(({ kind, id }) => `${kind} ${id}`);
    };
    expect(await find()).toEqual([`content ${contentId}`]);
    expect(await find({ realm: "sandbox" })).toEqual([]);
    expect(await find({ scopes: new Set(["devices:read"]) })).toEqual([]);
  });
});
