import { beforeEach, describe, expect, it } from "vitest";
import { fromPublicId } from "../../ids";
import { registerDevice } from "../devices";
import { changeExternalSystem } from "../external-systems";
import { pauseSubscription } from "./pause-subscription";
import { readSubscription } from "./read-subscription";
import { redeliver } from "./redeliver";
import { resumeSubscription } from "./resume-subscription";
import { type DeliveryBed, deliveryBeds } from "./testing/delivery-bed";

const openBed = deliveryBeds();
let bed: DeliveryBed;
beforeEach(async () => {
  bed = await openBed();
});

const change = (facts: object) => changeExternalSystem(bed.context, { id: bed.owner.principal.id, ...facts });
const paths = () => bed.received.map(({ url }) => new URL(url).pathname).toSorted();
const DEVICE = { devId: "IMEI:350000000000017", manufacturer: "Hanseat", model: "R1" };
const ALL = ["events:read", "devices:read"];

describe("a subscription whose system lost what it needs", () => {
  it.each([
    [{ scopes: ["devices:read"] }, { scopes: ALL }, "events_read", "events_read"],
    [{ scopes: ["events:read"] }, { scopes: ALL }, null, "devices_read"],
    [{ disabled: true }, { disabled: false }, "system_disabled", "system_disabled"],
    [{ expiresAt: "2020-01-01T00:00:00Z" }, { expiresAt: null }, "system_expired", "system_expired"],
  ])("is sent nothing and says why, and goes on where it was: %j", async (loss, back, ofPlain, ofFiltered) => {
    const plain = await bed.subscribe("/plain");
    const filtered = await bed.subscribe("/filtered", ["*"], 'model = "R1"');
    const again = await bed.subscribe("/again");
    for (const path of ["/plain", "/filtered"]) bed.answer(path, () => 500);
    const device = await registerDevice(bed.context, DEVICE);
    const deviceId = fromPublicId("dev", device.id) ?? "";
    const first = await bed.tell(deviceId, 1);
    await bed.push();
    // One waits for a further attempt, one was asked for again, and one is new.
    await redeliver(bed.context, { id: again, eventId: first[0] });
    const second = await bed.tell(deviceId, 1);
    for (const path of ["/plain", "/filtered"]) bed.answer(path, () => 200);
    await change(loss);
    bed.received.length = 0;
    await bed.advance(60);
    await bed.push();
    expect(paths()).toEqual(ofPlain === null ? ["/again", "/again", "/plain", "/plain"] : []);
    expect((await readSubscription(bed.context, { id: plain })).withheld).toBe(ofPlain);
    expect((await readSubscription(bed.context, { id: filtered })).withheld).toBe(ofFiltered);
    // Nobody wakes it by hand either.
    await pauseSubscription(bed.context, { id: filtered });
    expect((await resumeSubscription(bed.context, { id: filtered })).withheld).toBe(ofFiltered);
    await bed.push();
    expect(paths()).not.toContain("/filtered");

    await change(back);
    await bed.push();
    expect(paths()).toEqual(["/again", "/again", "/filtered", "/filtered", "/plain", "/plain"]);
    const ofFilter = bed.received.filter(({ url }) => url.endsWith("/filtered"));
    expect(ofFilter.map(({ id }) => id)).toEqual([...first, ...second]);
    expect((await readSubscription(bed.context, { id: filtered })).withheld).toBeNull();
  });

  it("is not gone on with by who pushes at that moment", async () => {
    await bed.subscribe("/plain");
    await bed.test.sql`update subscriptions set leased_by = gen_random_uuid(), lease_until = now() + interval '30 s'`;
    await change({ scopes: ["devices:read"] });
    const left = await bed.test.sql`select leased_by, lease_until from subscriptions`;
    expect(left).toMatchObject([{ leased_by: null, lease_until: null }]);
  });
});
