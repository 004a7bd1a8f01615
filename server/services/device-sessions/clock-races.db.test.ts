import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import type { SyncmlMessage } from "../../oma-dm";
import { findViolations } from "../../testing/invariants";
import { readTask, startOperation } from "../operations";
import { createSilenceWatch } from "./close-silent-sessions";
import { createDeviceStore, type DeviceStore } from "./device-store";
import { fireTimers } from "./fire-timers";
import { type BedDevice, openSessionBed, type SessionBed } from "./testing/session-bed";
import { headerStatus } from "./testing/wire-device";

const NODE = "./Actions/Diagnose";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(async () => {
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

/** A store before which something else is done to the device, once, by whoever is faster. */
function storeBehind(somethingElse: () => Promise<unknown>): DeviceStore {
  const store = createDeviceStore(bed.test.sql);
  let isFirst = true;
  return {
    ...store,
    pending: 0,
    async load(deviceId) {
      if (isFirst) {
        isFirst = false;
        await somethingElse();
      }
      return store.load(deviceId);
    },
  };
}

async function startOn(device: BedDevice, kind: string, params: object) {
  const { id } = await startOperation(bed.context, { kind, params, target: { devices: [device.devId] } });
  const taskId = toTaskId(device.deviceId, fromPublicId("op", id) ?? "");
  return () => readTask(bed.context, { id: taskId });
}

const report = (data: string): SyncmlMessage["commands"][number] => ({
  name: "Alert",
  cmdId: "9",
  data: "1226",
  items: [{ source: { locUri: NODE }, meta: { type: "org.example.diagnosis", format: "chr" }, data }],
});

const timersOf = async ({ deviceId }: BedDevice) => [
  ...(await bed.test.sql`
    select kind, due_at > now() as later from timers where device_id = ${deviceId} order by kind`),
];

describe("a timer whose time came", () => {
  it("ends the wait that it was set for, and not one that began meanwhile", async () => {
    const device = await bed.newDevice();
    const task = await startOn(device, "node.execute", { uri: NODE, wait: { withinSeconds: 600 } });
    const wire = device.wire();
    await wire.signIn();
    const asked = await wire.signIn();
    await wire.send(wire.answersTo(asked, () => ({ status: 202 })));
    expect(await task()).toMatchObject({ state: "waiting_device" });
    await bed.test.sql`update timers set due_at = now() where device_id = ${device.deviceId}`;
    const progress = async () => {
      wire.hangUp();
      await wire.signIn({ sessionId: "2", extra: [report("190")] });
    };
    await fireTimers(bed.test.sql, storeBehind(progress));
    expect(await task()).toMatchObject({ state: "waiting_device" });
    expect(await timersOf(device)).toEqual([{ kind: "alert_timeout", later: true }]);
  });

  it("of a task that is tried again leaves the timer of the attempt after it alone", async () => {
    const device = await bed.newDevice();
    const task = await startOn(device, "parameter.get", { uris: ["./A"] });
    const wire = device.wire();
    await wire.signIn();
    const fail = async (sessionId: string) => {
      const asked = await wire.signIn({ sessionId });
      await wire.send(wire.answersTo(asked, () => ({ status: 500 })));
      wire.hangUp();
    };
    await fail("1");
    expect(await task()).toMatchObject({ state: "queued", attempt: 2 });
    await bed.test.sql`update timers set due_at = now() where device_id = ${device.deviceId}`;
    await bed.test.sql`update tasks set retry_at = now() where device_id = ${device.deviceId}`;
    await fireTimers(
      bed.test.sql,
      storeBehind(() => fail("2")),
    );
    expect(await task()).toMatchObject({ state: "queued", attempt: 3 });
    expect(await timersOf(device)).toEqual([{ kind: "retry", later: true }]);
  });
});

describe("a session that was silent", () => {
  it("is closed, and not the one that its device began meanwhile", async () => {
    const device = await bed.newDevice();
    const task = await startOn(device, "parameter.get", { uris: ["./A"] });
    const wire = device.wire();
    await wire.signIn();
    await wire.signIn();
    await bed.test
      .sql`update device_live set last_contact_at = now() - interval '1 hour' where device_id = ${device.deviceId}`;
    let asked: SyncmlMessage | undefined;
    const comesBack = async () => {
      wire.hangUp();
      asked = await wire.signIn({ sessionId: "2" });
    };
    await createSilenceWatch(bed.test.sql, storeBehind(comesBack)).round();
    if (!asked) throw new Error("The device did not come back.");
    const answer = await wire.send(wire.answersTo(asked, () => ({ status: 200, value: "1" })));
    expect(headerStatus(answer)).toBe(200);
    expect(await task()).toMatchObject({ state: "succeeded" });
  });
});
