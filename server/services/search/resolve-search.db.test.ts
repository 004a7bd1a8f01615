import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ContentDesk, openContentDesk, someOctets } from "../contents/testing/content-desk";
import type { Principal } from "../principal";
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
