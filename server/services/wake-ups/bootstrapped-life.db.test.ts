import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toPublicId } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { listDeviceSessions } from "../device-sessions";
import { commandsOf, headerStatus } from "../device-sessions/testing/wire-device";
import { projectEvents } from "../events/project-events";
import { readOperation } from "../operations";
import { type BootstrapBed, openBootstrapBed } from "./testing/bootstrap-bed";

const READ = { uris: ["./DevDetail/FwV"] };
let bed: BootstrapBed;
beforeAll(async () => {
  bed = await openBootstrapBed();
});
beforeEach(() => bed.newChannel());
afterAll(async () => {
  await projectAll();
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

async function projectAll(): Promise<void> {
  for (let round = 0; round < 50 && (await projectEvents(bed.test.sql)) > 0; round += 1);
}

/** A device that was here before, with its account of then. */
async function knownDevice() {
  const device = await bed.newDevice();
  await device.old.signIn();
  expect(headerStatus(await device.old.signIn())).toBe(212);
  device.old.hangUp();
  return device;
}

const livesOf = (deviceId: string) =>
  bed.test.sql`select d.life, l.life as before, l.facts ->> 'model' as model from devices d
    left join device_lives l using (device_id) where device_id = ${deviceId}`;

describe("a bootstrap of a device that was here before", () => {
  it("starts a new life once it is proved: what was asked before ends with a reason, what was asked since is done", async () => {
    const { devId, deviceId, old } = await knownDevice();
    // In a session, and not due for long.
    const schedule = { startAt: new Date(Date.now() + 86_400_000).toISOString() };
    const before = [
      await bed.start(devId, deviceId, "parameter.get", READ),
      await bed.start(devId, deviceId, "parameter.get", READ, { schedule }),
    ];
    const bootstrap = await bed.start(devId, deviceId, "bootstrap.send");
    const since = await bed.start(devId, deviceId, "parameter.get", { uris: ["./DevDetail/SwV"] });
    await bed.work();
    expect(commandsOf(await old.signIn({ sessionId: "2" }))).toContain("Get ./DevDetail/FwV");
    expect(await livesOf(deviceId)).toEqual([{ life: 1, before: null, model: null }]);

    const next = bed.bootstrapped(devId);
    const first = await next.signIn({ sessionId: "3" });
    expect(commandsOf(first)).toEqual(["Get ./DevDetail/SwV"]);
    await next.send(
      next.answersTo(first, () => ({ status: 200, value: "1" })),
      { sessionId: "3" },
    );
    expect(await bootstrap.task()).toMatchObject({ state: "succeeded", outcome: "verified" });
    expect(await since.task()).toMatchObject({ state: "succeeded" });
    for (const { task } of before) {
      expect(await task()).toMatchObject({
        state: "cancelled",
        reason: { code: "superseded", text: expect.stringMatching(/new account/) },
      });
    }
    expect(await livesOf(deviceId)).toEqual([{ life: 2, before: 1, model: "R5" }]);
    await projectAll();
    const [one] = before;
    expect(await readOperation(bed.context, { id: one?.operation.id })).toMatchObject({
      state: "completed",
      counts: { cancelled: 1 },
    });
  });

  it("leaves the old life to be read: its tasks and sessions", async () => {
    const { devId, deviceId } = await knownDevice();
    const done = await bed.start(devId, deviceId, "parameter.get", READ);
    await bed.start(devId, deviceId, "bootstrap.send");
    await bed.work();
    await bed.bootstrapped(devId).signIn();
    expect(await done.task()).toMatchObject({ state: "cancelled" });
    const { items } = await listDeviceSessions(bed.context, { id: toPublicId("dev", deviceId) });
    expect(items.length).toBeGreaterThanOrEqual(2);
  });

  it("changes nothing while nobody proves it", async () => {
    const { devId, deviceId, old } = await knownDevice();
    const before = await bed.start(devId, deviceId, "parameter.get", READ);
    await bed.start(devId, deviceId, "bootstrap.send");
    await bed.work();
    expect(commandsOf(await old.signIn({ sessionId: "2" }))).toEqual(["Get ./DevDetail/FwV"]);
    expect(await before.task()).toMatchObject({ state: "in_session" });
    expect(await livesOf(deviceId)).toEqual([{ life: 1, before: null, model: null }]);
  });
});

describe("the first bootstrap of a device", () => {
  it("begins its first life: all that waits for it is done", async () => {
    const { devId, deviceId } = await bed.newDevice();
    const waiting = await bed.start(devId, deviceId, "parameter.get", READ);
    await bed.start(devId, deviceId, "bootstrap.send");
    await bed.work();
    const next = bed.bootstrapped(devId);
    const first = await next.signIn();
    expect(commandsOf(first)).toEqual(["Get ./DevDetail/FwV"]);
    await next.send(next.answersTo(first, () => ({ status: 200, value: "1" })));
    expect(await waiting.task()).toMatchObject({ state: "succeeded" });
    expect(await livesOf(deviceId)).toEqual([{ life: 1, before: null, model: null }]);
  });
});
