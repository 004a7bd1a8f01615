import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { readTask, startOperation } from "../operations";
import { openSessionBed, type SessionBed } from "./testing/session-bed";
import { headerStatus } from "./testing/wire-device";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(() => bed.close());

/** A device's words of which the last character that is kept takes two of the places that are counted. */
const wordsOf = (length: number) => `${"x".repeat(length - 1)}😀 and more`;

describe("what a device says is kept up to its last whole character, and the device is answered", () => {
  it("of its model", async () => {
    const device = await bed.newDevice();
    const wire = device.wire();
    wire.model = wordsOf(128);
    await wire.signIn();
    expect(headerStatus(await wire.signIn())).toBe(212);
    const [row] = await bed.test.sql`select model from devices where device_id = ${device.deviceId}`;
    expect(row).toEqual({ model: "x".repeat(127) });
  });

  it("of what came of an Exec", async () => {
    const device = await bed.newDevice();
    const uri = "./Actions/Diagnose";
    const target = { devices: [device.devId] };
    const { id } = await startOperation(bed.context, { kind: "node.execute", params: { uri }, target });
    const wire = device.wire();
    await wire.signIn();
    const asked = await wire.signIn();
    const data = `500 ${wordsOf(96)}`;
    await wire.send([
      ...wire.answersTo(asked, () => ({ status: 202 })),
      { name: "Alert", cmdId: "9", data: "1226", items: [{ source: { locUri: uri }, data }] },
    ]);
    const task = await readTask(bed.context, { id: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") });
    expect(task).toMatchObject({ state: "failed", reason: { text: expect.stringContaining("xxx.") } });
  });
});
