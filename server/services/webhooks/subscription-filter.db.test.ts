import { beforeAll, describe, expect, it } from "vitest";
import { fromPublicId } from "../../ids";
import { changeGroup, createGroup } from "../device-groups";
import { registerDevice } from "../devices";
import { changeExternalSystem, registerExternalSystem } from "../external-systems";
import { changeSubscription } from "./change-subscription";
import { createSubscription } from "./create-subscription";
import { type DeliveryBed, deliveryBeds } from "./testing/delivery-bed";

const openBed = deliveryBeds();
let bed: DeliveryBed;
beforeAll(async () => {
  bed = await openBed();
});

describe("a subscription with a filter", () => {
  it("is for systems that may read devices", async () => {
    const { id: systemId } = await registerExternalSystem(bed.context, { name: "narrow", scopes: ["events:read"] });
    const wish = { url: "https://receiver.example/narrow", systemId };
    const filter = 'tag = "vip"';
    const isRefused = { code: "INVALID_INPUT", fields: [{ pointer: "/filter", code: "scope" }] };
    await expect(createSubscription(bed.context, { ...wish, filter })).rejects.toMatchObject(isRefused);
    const { id, revision } = await createSubscription(bed.context, wish);
    await expect(changeSubscription(bed.context, { id, revision, filter })).rejects.toMatchObject(isRefused);
  });

  it("says nothing of a device that its system may not see: the withdrawn event is not sent, whatever the filter is", async () => {
    const make = (devId: string, model: string) =>
      registerDevice(bed.context, { devId, manufacturer: "Hanseat", model });
    const [lost, other] = [await make("IMEI:350000000000017", "R1"), await make("IMEI:350000000000025", "R2")];
    const devices = [lost.id, other.id];
    const group = await createGroup(bed.context, { name: "allowed", devices });
    const id = bed.owner.principal.id;
    await changeExternalSystem(bed.context, { id, allowedGroupIds: [group.id] });
    await bed.subscribe("/filtered", ["*"], 'model = "R1"');
    await bed.subscribe("/whole");
    const told = [lost, other].map((device) => fromPublicId("dev", device.id) ?? "");
    const events = [await bed.tell(told[0] ?? "", 1), await bed.tell(told[1] ?? "", 1)].flat();
    await changeGroup(bed.context, { id: group.id, revision: group.revision, removeDevices: devices });
    await bed.push();
    const sent = bed.received.map(({ url, event }) => `${new URL(url).pathname} ${event.type}`);
    expect(sent).toEqual(events.map(() => "/whole dmwsi.event.withdrawn.v1"));
  });
});
