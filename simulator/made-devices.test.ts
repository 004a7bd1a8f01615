import { describe, expect, it } from "vitest";
import { makeDevices } from "./made-devices";
import { builtInProfile } from "./profile";
import { registrationOf } from "./registration";

const profiles = (["phone", "router", "vehicle"] as const).map(builtInProfile);
const make = (count: number, seed: string) => makeDevices({ count, seed, profiles, serverId: "carrier-dm" });

describe("made devices", () => {
  it("are the same for the same seed, and share no DevId and no secret with those of another", () => {
    expect(make(30, "a")).toEqual(make(30, "a"));
    expect(make(60, "a").slice(0, 30)).toEqual(make(30, "a"));
    const [one, other] = [make(30, "a"), make(30, "b")].map(
      (devices) => new Set(devices.flatMap((device) => [device.devId, device.client.secret])),
    );
    expect([...(one ?? [])].filter((text) => other?.has(text))).toEqual([]);
  });

  it("never share a DevId or a secret with each other", () => {
    const devices = make(3_000, "a");
    expect(new Set(devices.map((device) => device.devId)).size).toBe(3_000);
    const secrets = devices.flatMap(({ client, server }) => [client.secret, server.secret]);
    expect(new Set(secrets).size).toBe(6_000);
    for (const secret of secrets) expect(Buffer.from(secret, "base64url")).toHaveLength(20);
  });

  it("have DevIds that a server takes, and each encoding is spoken by half of each profile", () => {
    const devices = make(12, "a");
    const forms = [
      /^IMEI:00440123\d{7}$/,
      /^MAC:02[0-9A-F]{10}$/,
      /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    ];
    for (const [index, device] of devices.entries()) expect(device.devId).toMatch(forms[index % 3] ?? "");
    for (const profile of profiles) {
      const encodings = devices.filter((device) => device.profile === profile).map((device) => device.encoding);
      expect(encodings).toEqual(["wbxml", "xml", "wbxml", "xml"]);
    }
  });

  it("have the check digit of a real IMEI", () => {
    const [imei = ""] = make(1, "a").map((device) => device.devId.slice(5));
    const sum = [...imei].reverse().reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    expect(sum % 10).toBe(0);
  });

  it("are registered with their own credentials and where they listen", () => {
    const [device] = make(1, "a");
    if (!device) throw new Error("no device");
    expect(registrationOf(device, "http://127.0.0.1:1/wake/x")).toMatchObject({
      devId: device.devId,
      manufacturer: "Nimbus Mobile",
      credentials: { client: { type: "md5", username: device.devId }, server: { type: "md5", name: "carrier-dm" } },
      channels: [{ kind: "sim-http", address: "http://127.0.0.1:1/wake/x" }],
    });
  });
});
