import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { readTask, startOperation } from "../operations";
import { openSessionBed, type SessionBed } from "./testing/session-bed";
import { commandsOf } from "./testing/wire-device";

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
