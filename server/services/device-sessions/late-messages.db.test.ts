import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findViolations } from "../../testing/invariants";
import { startOperation } from "../operations";
import { openSessionBed, type SessionBed } from "./testing/session-bed";
import { headerStatus } from "./testing/wire-device";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(async () => {
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

/** A device with a current nonce and something to do. */
async function newDevice() {
  const device = await bed.newDevice();
  const wire = device.wire();
  await wire.signIn();
  expect(headerStatus(await wire.signIn())).toBe(212);
  wire.hangUp();
  const params = { values: [{ uri: "./Vendor/A", value: "b" }] };
  await startOperation(bed.context, { kind: "parameter.set", params, target: { devices: [device.devId] } });
  return { wire, deviceId: device.deviceId };
}

async function liveOf(deviceId: string) {
  const rows = await bed.test.sql`
    select version, session_key, nonce_current, nonce_previous from device_live where device_id = ${deviceId}`;
  return rows[0];
}

describe("a message that comes once more when others came behind it", () => {
  it("gets the octets of its answer when it is a package 1, and takes the session from nobody", async () => {
    const { wire, deviceId } = await newDevice();
    const known = wire.nonce;
    await wire.signIn({ sessionId: "2" });
    const [octets, reply] = [wire.lastOctets, wire.lastReply];
    // The answer was lost, so the device begins again on the nonce it knows.
    wire.hangUp();
    wire.nonce = known;
    expect(headerStatus(await wire.signIn({ sessionId: "3" }))).toBe(212);
    const before = await liveOf(deviceId);
    expect(before?.["session_key"]).not.toBeNull();
    const late = await wire.post(octets, "/dm");
    expect(Buffer.from(late.octets)).toEqual(Buffer.from(reply));
    expect(await liveOf(deviceId)).toEqual(before);
  });

  it("gets the octets of its answer when its session is over, from a device that proves itself in each", async () => {
    const { wire, deviceId } = await newDevice();
    let heard = await wire.signIn({ sessionId: "2" });
    const said: { octets: Uint8Array; url: string; reply: Uint8Array }[] = [];
    for (let message = 0; message < 3; message += 1) {
      const { url } = wire;
      const answers = wire.answersTo(heard, () => ({ status: 200, value: message === 0 ? "a" : "b" }));
      heard = await wire.send(answers, { sessionId: "2", digest: wire.digest() });
      said.push({ octets: wire.lastOctets, url, reply: wire.lastReply });
    }
    const before = await liveOf(deviceId);
    expect(before?.["session_key"]).toBeNull();
    for (const { octets, url, reply } of said) {
      const late = await wire.post(octets, url);
      expect(Buffer.from(late.octets)).toEqual(Buffer.from(reply));
    }
    expect(await liveOf(deviceId)).toEqual(before);
  });

  it("gets the octets of its answer when one whose MsgID is no count came between, and so does that one", async () => {
    const { wire, deviceId } = await newDevice();
    let heard = await wire.signIn({ sessionId: "2" });
    const said: { octets: Uint8Array; url: string; reply: Uint8Array }[] = [];
    for (const msgId of ["2", "e8", "3"]) {
      const { url } = wire;
      const answers = said.length === 0 ? wire.answersTo(heard, () => ({ status: 200, value: "a" })) : [];
      heard = await wire.send(answers, { sessionId: "2", msgId, final: false });
      said.push({ octets: wire.lastOctets, url, reply: wire.lastReply });
      for (const { octets, url, reply } of said) {
        const before = await liveOf(deviceId);
        const late = await wire.post(octets, url);
        expect(Buffer.from(late.octets)).toEqual(Buffer.from(reply));
        expect(await liveOf(deviceId)).toEqual(before);
      }
    }
  });

  it("begins no session, later still, when it is the package 1 of a session that went on", async () => {
    const { wire, deviceId } = await newDevice();
    const heard = await wire.signIn({ sessionId: "2" });
    const octets = wire.lastOctets;
    await wire.send(
      wire.answersTo(heard, () => ({ status: 200, value: "a" })),
      { sessionId: "2" },
    );
    // Its answer is not known any more.
    await bed.test.sql`delete from dm_messages where device_id = ${deviceId}`;
    const before = await liveOf(deviceId);
    expect((await wire.post(octets, "/dm")).status).toBe(200);
    expect(await liveOf(deviceId)).toEqual(before);
  });
});
