import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { readTask, startOperation } from "../operations";
import { createSilenceWatch } from "./close-silent-sessions";
import { createDeviceStore, TASKS_LOADED_MAX } from "./device-store";
import { type BedDevice, openSessionBed, type SessionBed } from "./testing/session-bed";
import { commandsOf, type WireDevice } from "./testing/wire-device";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(async () => {
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

const SESSIONS = 5;

/** A device that goes down at what it was sent, and is back in a session anew before anybody finds it silent. */
describe("a device that leaves its sessions at one command and comes back at once", () => {
  it.each([
    ["parameter.get", { uris: ["./Vendor/Log"] }, "Get ./Vendor/Log"],
    ["parameter.set", { values: [{ uri: "./Vendor/Mode", value: "1" }] }, "Replace ./Vendor/Mode"],
  ] as const)("is not sent that command of %s for ever", async (kind, params, command) => {
    const device = await bed.newDevice();
    const target = { devices: [device.devId] };
    const { id } = await startOperation(bed.context, { kind, params, target });
    const task = () => readTask(bed.context, { id: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") });
    const wire = device.wire();
    await wire.signIn();
    for (let session = 1; session <= SESSIONS; session += 1) {
      let asked = await wire.signIn({ sessionId: String(session) });
      if (session === 1 && kind === "parameter.set") {
        asked = await wire.send(wire.answersTo(asked, () => ({ status: 200, value: "0" })));
      }
      expect(commandsOf(asked)).toEqual([command]);
      wire.hangUp();
    }
    const next = commandsOf(await wire.signIn({ sessionId: "9" }));
    expect(next).not.toContain(command);
    if (kind === "parameter.get") expect(await task()).toMatchObject({ state: "queued", attempt: 2 });
    else expect(next).toEqual(["Get ./Vendor/Mode"]);
  });
});

const MESSAGES_MAX = 40;

/** The device falls silent with an Exec out, and its session is closed. */
async function leftWithExec() {
  const device = await bed.newDevice();
  const target = { devices: [device.devId] };
  const uri = "./Actions/Reset";
  const { id } = await startOperation(bed.context, { kind: "node.execute", params: { uri }, target });
  const wire = device.wire();
  await wire.signIn();
  expect(commandsOf(await wire.signIn({ sessionId: "1" }))).toEqual([`Exec ${uri}`]);
  const { sql } = bed.test;
  await sql`update device_live set last_contact_at = now() - interval '1 hour' where device_id = ${device.deviceId}`;
  await createSilenceWatch(sql, createDeviceStore(sql)).round();
  const task = () => readTask(bed.context, { id: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") });
  expect(await task()).toMatchObject({ state: "queued" });
  return { device, wire, task };
}

/** A whole session; what the device was told to execute in it. */
async function executedIn(wire: WireDevice, sessionId: string): Promise<string[]> {
  wire.hangUp();
  const executed: string[] = [];
  let asked = await wire.signIn({ sessionId });
  for (let message = 0; message < MESSAGES_MAX && commandsOf(asked).length > 0; message += 1) {
    executed.push(...commandsOf(asked).filter((command) => command.startsWith("Exec")));
    asked = await wire.send(wire.answersTo(asked, () => ({ status: 200, value: "1" })));
  }
  return executed;
}

const hold = ({ deviceId }: BedDevice, isHeld: boolean) =>
  bed.test
    .sql`update devices set held_since = ${isHeld ? new Date().toISOString() : null} where device_id = ${deviceId}`;

describe("an Exec of which nobody knows whether it has run is not sent again", () => {
  it("where more urgent work than is looked at together comes before it", async () => {
    const { device, wire, task } = await leftWithExec();
    for (let count = 0; count < TASKS_LOADED_MAX; count += 1) {
      await startOperation(bed.context, {
        kind: "parameter.get",
        params: { uris: [`./Vendor/Log/${count}`] },
        target: { devices: [device.devId] },
        priority: 1,
      });
    }
    expect(await executedIn(wire, "2")).toEqual([]);
    expect(await executedIn(wire, "3")).toEqual([]);
    expect(await task()).toMatchObject({ state: "failed", outcome: "unconfirmed" });
  });

  it("where its device was held back meanwhile", async () => {
    const { device, wire, task } = await leftWithExec();
    await hold(device, true);
    expect(await executedIn(wire, "2")).toEqual([]);
    await hold(device, false);
    expect(await executedIn(wire, "3")).toEqual([]);
    expect(await task()).toMatchObject({ state: "failed", outcome: "unconfirmed" });
  });
});
