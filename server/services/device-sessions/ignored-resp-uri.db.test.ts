import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { listCapabilities } from "../capabilities";
import { readTask, startOperation } from "../operations";
import { type BedDevice, openSessionBed, type SessionBed } from "./testing/session-bed";
import { challengeOf } from "./testing/sign-in-steps";
import { commandsOf, headerStatus, type WireDevice } from "./testing/wire-device";

const URI = "./DevDetail/FwV";
const ENDPOINT = { url: "/dm" };

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(async () => {
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

/** A device of the model that knows a current nonce, as it does after its first session. */
async function newDevice(model: string) {
  const device = await bed.newDevice();
  const wire = device.wire();
  wire.model = model;
  await wire.signIn();
  expect(headerStatus(await wire.signIn())).toBe(212);
  wire.hangUp();
  return { device, wire };
}

async function startRead({ devId, deviceId }: BedDevice): Promise<string> {
  const params = { uris: [URI] };
  const operation = await startOperation(bed.context, { kind: "parameter.get", params, target: { devices: [devId] } });
  return toTaskId(deviceId, fromPublicId("op", operation.id) ?? "");
}

const answered = (wire: WireDevice, heard: Awaited<ReturnType<WireDevice["signIn"]>>) =>
  wire.answersTo(heard, () => ({ status: 200, value: "1.2.3" }));

describe("a device that sends every message to the address of its account", () => {
  it("loses no answer: what it repeats with its credentials in the 407 round counts in its session", async () => {
    const { device, wire } = await newDevice("Deaf-1");
    const id = await startRead(device);
    const heard = await wire.signIn({ sessionId: "2" });
    expect([headerStatus(heard), commandsOf(heard)]).toEqual([212, [`Get ${URI}`]]);
    const answers = answered(wire, heard);
    expect(headerStatus(await wire.send(answers, { ...ENDPOINT, sessionId: "2" }))).toBe(407);
    const last = await wire.send(answers, { ...ENDPOINT, sessionId: "2", digest: wire.digest() });
    expect(headerStatus(last)).toBe(200);
    const task = await readTask(bed.context, { id });
    expect(task).toMatchObject({ state: "succeeded", attempt: 1, result: { values: [{ value: "1.2.3" }] } });
    const sessions = await bed.test.sql`select outcome from dm_sessions where device_id = ${device.deviceId}`;
    expect(sessions.map(({ outcome }) => outcome)).toEqual(["completed", "completed"]);
  });

  it("gets 200 from then on, and so does every device of its model once a second one has done the same", async () => {
    const known = async () => {
      const { items } = await listCapabilities(bed.context, { model: "Deaf-1" });
      return items.map(({ capability, status, wholeModel }) => [capability, status, wholeModel]);
    };
    const readIn = async (device: BedDevice, wire: WireDevice, sessionId: string) => {
      wire.hangUp();
      const id = await startRead(device);
      const heard = await wire.signIn({ sessionId });
      await wire.send(answered(wire, heard), { ...ENDPOINT, sessionId, digest: wire.digest() });
      expect(await readTask(bed.context, { id })).toMatchObject({ state: "succeeded", attempt: 1 });
      return headerStatus(heard);
    };
    expect(await known()).toEqual([["RespURI", 407, false]]);
    const second = await newDevice("Deaf-1");
    expect(await readIn(second.device, second.wire, "2")).toBe(212);
    expect(await known()).toEqual([["RespURI", 407, true]]);
    const third = await bed.newDevice();
    const wire = third.wire();
    wire.model = "Deaf-1";
    await wire.signIn();
    await wire.signIn();
    expect([
      await readIn(second.device, second.wire, "3"),
      await readIn(third, wire, "2"),
      await readIn(third, wire, "3"),
    ]).toEqual([200, 200, 200]);
  });

  it("that proves itself in every message, asked or not, goes on in its session without a challenge", async () => {
    const { device, wire } = await newDevice("Deaf-2");
    const id = await startRead(device);
    const heard = await wire.signIn({ sessionId: "2" });
    expect(headerStatus(heard)).toBe(212);
    const last = await wire.send(answered(wire, heard), { ...ENDPOINT, sessionId: "2", digest: wire.digest() });
    expect(headerStatus(last)).toBe(200);
    expect(await readTask(bed.context, { id })).toMatchObject({ state: "succeeded", attempt: 1 });
  });
});

describe("whoever brings no token and no right credentials", () => {
  it("gets the answer of a stranger, and nothing of the open session changes", async () => {
    const { device, wire } = await newDevice("Deaf-3");
    await startRead(device);
    const heard = await wire.signIn({ sessionId: "2" });
    const answers = answered(wire, heard);
    const live = () => bed.test.sql`select * from device_live where device_id = ${device.deviceId}`;
    const before = await live();
    const rogue = device.wire({ secret: "a guess at it" });
    const stranger = bed.wireOf("IMEI:359999999999999", "a guess at it");
    for (const digest of [undefined, "rogue"]) {
      const [said, expected] = await Promise.all(
        [rogue, stranger].map(async (each) => {
          each.msgId = 1;
          const facts = { ...ENDPOINT, sessionId: "2", ...(digest && { digest: each.digest() }) };
          return each.send(answers, facts);
        }),
      );
      const seen = (message: typeof said) =>
        message && [headerStatus(message), message.header.msgId, challengeOf(message)];
      expect(seen(said)).toEqual(seen(expected));
    }
    expect(await live()).toEqual(before);
    const last = await wire.send(answers, { sessionId: "2" });
    expect(headerStatus(last)).toBe(200);
  });
});
