import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSessionBed, type SessionBed } from "../services/device-sessions/testing/session-bed";
import type { WireDevice } from "../services/device-sessions/testing/wire-device";
import { type DeviceEndpoint, openDeviceEndpoint } from "../testing/device-endpoint";
import type { DeviceBounds } from "./device-bounds";

let endpoint: DeviceEndpoint;

async function open(bounds: Partial<DeviceBounds>): Promise<void> {
  endpoint = await openDeviceEndpoint({ bounds });
}

/** The status of the same octets, sent once more to another address. */
async function statusAt(wire: WireDevice, url: string): Promise<number> {
  return (await wire.post(wire.lastOctets, url)).status;
}

describe("a source that starts too many sessions", () => {
  afterEach(() => endpoint.close());

  it("is asked to wait, whatever address it claims to go on at", async () => {
    await open({ sessionStartsPerMinuteMax: 4 });
    const device = await endpoint.addDevice();
    const stranger = endpoint.wireOf({ devId: device.devId, secret: "guessed" });
    await device.wire.signIn();
    await device.wire.signIn();
    await stranger.signIn({ digest: null });
    const forged = Buffer.concat([Buffer.from(device.deviceId.replaceAll("-", ""), "hex"), Buffer.alloc(16, 9)]);
    expect(await statusAt(stranger, "/dm?s=")).toBe(200);
    expect(await statusAt(stranger, "/dm?x")).toBe(200);
    for (const url of ["/dm", "/dm?x", "/dm?s=", "/dm?s=a", `/dm?s=${forged.toString("base64url")}`]) {
      expect([url, await statusAt(stranger, url)]).toEqual([url, 503]);
    }
    await device.wire.send([]);
  });

  it("may answer the challenges that it was given, three times as often", async () => {
    await open({ sessionStartsPerMinuteMax: 1 });
    const stranger = endpoint.wireOf({ devId: "IMEI:350000000077777", secret: "guessed" });
    await stranger.signIn({ digest: null });
    const { url } = stranger;
    for (let answer = 1; answer <= 3; answer += 1) expect(await statusAt(stranger, url)).toBe(200);
    expect(await statusAt(stranger, url)).toBe(503);
  });
});

describe("a device that starts too many sessions", () => {
  afterEach(() => endpoint.close());

  it("is asked to wait, while others are not; who only claims to be it uses up nothing", async () => {
    await open({ sessionsOfDevicePerHourMax: 2 });
    const device = await endpoint.addDevice();
    const other = await endpoint.addDevice();
    const stranger = endpoint.wireOf({ devId: device.devId, secret: "guessed" });
    for (let n = 0; n < 6; n += 1) await stranger.signIn();
    await device.wire.signIn();
    for (const sessionId of ["2", "3"]) {
      await device.wire.signIn({ sessionId });
      device.wire.hangUp();
    }
    await expect(device.wire.signIn({ sessionId: "4" })).rejects.toThrow("503");
    await other.wire.signIn();
    await other.wire.signIn();
  });
});

describe("a flood in the name of a device", () => {
  let bed: SessionBed;
  beforeEach(async () => {
    bed = await openSessionBed();
  });
  afterEach(() => bed.close());

  it("from elsewhere keeps the device neither from signing in nor from going on", async () => {
    const device = await bed.newDevice();
    const wire = device.wire();
    const stranger = device.wire({ secret: "guessed" });
    stranger.sourceAddress = "203.0.113.9";
    await stranger.signIn({ digest: null });
    const flood = () => Array.from({ length: 60 }, () => stranger.post(stranger.lastOctets, "/dm"));
    let answered = 0;
    for (const step of [() => wire.signIn(), () => wire.signIn(), () => wire.send([])]) {
      const flooding = flood();
      await step();
      answered += 1;
      await Promise.all(flooding);
    }
    expect(answered).toBe(3);
  });
});
