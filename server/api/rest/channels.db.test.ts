import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPackage0 } from "../../oma-dm/security";
import { channelsOf, scriptedChannel } from "../../services/wake-ups/testing/scripted-channel";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

const udp = scriptedChannel("udp", ["ip"]);
const smpp = scriptedChannel("smpp", ["msisdn"]);
let server: RestServer;
let operator: RestClient;
let device: string;

beforeAll(async () => {
  server = await startRestServer({ channels: channelsOf(udp, smpp) });
  operator = await server.client(["devices:read", "devices:write", "devices:credentials", "operations:write"]);
  device = await newDevice("IMEI:350000000000001", { msisdn: "491701234567" });
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

async function newDevice(devId: string, facts: object = {}): Promise<string> {
  const channels = [{ kind: "udp", address: "127.0.0.1:2948" }, { kind: "smpp" }];
  const { json } = await operator.post("/devices", { devId, channels, ...facts });
  return json.id;
}

const audited = async (action: string) =>
  server.test.sql`select object, after from audit_entries where action = ${action} order by audit_id`;

describe("POST /devices/{id}/channels/{kind}/test", () => {
  it("200: sends one Package 0 to the device's own number, answers what the channel said, audited, and keeps it", async () => {
    smpp.answer = () => ({ state: "retry", afterMs: 2_500, code: "88", problem: "The message centre is throttling." });
    const { status, json } = await operator.post(`/devices/${device}/channels/smpp/test`, {});
    expect([status, json]).toEqual([
      200,
      {
        channel: "smpp",
        to: "491701234567",
        state: "retry",
        code: "88",
        problem: "The message centre is throttling.",
        refs: [],
        retryAfterMs: 2_500,
        sessionId: expect.stringMatching(/^[1-9A-F][0-9A-F]{0,3}$/),
      },
    ]);
    expect(smpp.sent).toHaveLength(1);
    const notification = readPackage0(smpp.sent[0]?.push.body ?? new Uint8Array());
    expect(notification?.sessionId.toString(16).toUpperCase()).toBe(json.sessionId);
    expect(await audited("device.test_channel")).toEqual([
      { object: device, after: { channel: "smpp", state: "retry" } },
    ]);
    const { items } = (await operator.get(`/devices/${device}/wake-ups`)).json;
    expect(items).toMatchObject([{ channel: "smpp", purpose: "package0", state: "retry", code: "88", attempt: 1 }]);
  });

  it("409: says what is missing where the channel does not lead to the device", async () => {
    const numberless = await newDevice("IMEI:350000000000002");
    for (const [id, kind, text] of [
      [numberless, "smpp", /No address/],
      [device, "pap", /has no channel pap/],
    ] as const) {
      const { status, json } = await operator.post(`/devices/${id}/channels/${kind}/test`, {});
      expect([status, json.type, json.detail]).toEqual([
        409,
        "urn:dmwsi:problem:state-conflict",
        expect.stringMatching(text),
      ]);
    }
  });

  it("403 and 404: for those who may not write devices, and for devices of others", async () => {
    const reader = await server.client(["devices:read"]);
    expect((await reader.post(`/devices/${device}/channels/udp/test`, {})).status).toBe(403);
    const sandbox = await server.client(["devices:write"], "sandbox");
    expect((await sandbox.post(`/devices/${device}/channels/udp/test`, {})).status).toBe(404);
  });
});

describe("POST /devices/{id}/wake", () => {
  it("202: asks for a wake-up at once, audited; a second one asks for the same", async () => {
    for (const _twice of [1, 2]) {
      const { status, json } = await operator.post(`/devices/${device}/wake`, {});
      expect([status, json]).toEqual([202, { deviceId: device, dueAt: expect.stringMatching(/Z$/) }]);
    }
    const rows = await server.test.sql`select asked, due_at <= now() as due from wake_ups`;
    expect(rows).toEqual([{ asked: true, due: true }]);
    expect(await audited("device.wake")).toHaveLength(2);
  });

  it("409: for a device that nothing reaches", async () => {
    const { json } = await operator.post("/devices", { devId: "IMEI:350000000000003" });
    const { status, json: problem } = await operator.post(`/devices/${json.id}/wake`, {});
    expect([status, problem.detail]).toEqual([409, expect.stringMatching(/No channel to this device/)]);
  });
});

describe("PUT /devices/{id}/credentials", () => {
  it("200: replaces the side that is given, seals it, and never answers a secret", async () => {
    const secret = "kJ7dl2Qpw9-of-the-device";
    const { status, text, json } = await operator.put(`/devices/${device}/credentials`, {
      client: { type: "md5", username: "phone", secret },
    });
    expect([status, json]).toEqual([200, { items: [{ side: "client", type: "md5", name: "phone" }] }]);
    expect(text).not.toContain(secret);
    const rows = await server.test.sql`
      select purpose, name, sealed_secret from device_credentials join devices using (device_id)
      where dev_id = 'IMEI:350000000000001' order by purpose`;
    expect(rows).toMatchObject([
      { purpose: "client", name: "phone" },
      { purpose: "server", name: "dmwsi" },
    ]);
    expect(JSON.stringify(rows)).not.toContain(secret);
    const entries = await audited("device.set_credentials");
    expect(JSON.stringify(entries)).not.toContain(secret);
    expect(entries).toMatchObject([{ object: device, after: { client: "md5" } }]);
  });

  it("422: points at a secret that follows from an id, and at a body that sets nothing", async () => {
    const put = (body: unknown) => operator.put(`/devices/${device}/credentials`, body);
    expect((await put({ client: { type: "md5", secret: "350000000000001" } })).json.errors).toMatchObject([
      { pointer: "/client/secret", code: "derivable" },
    ]);
    expect((await put({})).status).toBe(422);
  });

  it("403: without the scope for credentials", async () => {
    const writer = await server.client(["devices:write"]);
    expect((await writer.put(`/devices/${device}/credentials`, { client: { type: "md5" } })).status).toBe(403);
  });
});

describe("GET /channels", () => {
  it("200: every channel with what it did for each model, and in how many seconds sessions came", async () => {
    await server.test.sql`
      insert into channel_statistics (day, realm, channel, manufacturer, model, attempts, accepted, sessions, delays)
      select (now() at time zone 'utc')::date - d, 'live', 'smpp', 'Hanseat', m, 10, 9, 4, '{0,0,3,1,0,0,0,0,0,0,0,0}'
      from generate_series(0, 2) d, unnest(array['R5', 'R6']) m`;
    await server.test.sql`
      insert into channel_statistics (day, realm, channel, manufacturer, model, attempts)
      values ((now() at time zone 'utc')::date, 'sandbox', 'smpp', 'Hanseat', 'R5', 1000),
        ((now() at time zone 'utc')::date - 60, 'live', 'smpp', 'Hanseat', 'R5', 1000)`;
    const { status, json } = await operator.get("/channels?days=30");
    expect(status).toBe(200);
    expect(json.items.map((item: { kind: string }) => item.kind)).toEqual(["udp", "smpp"]);
    expect(json.items[1]).toMatchObject({
      ...{ available: true, needs: ["msisdn"], attempts: 60, accepted: 54, sessions: 24 },
      ...{ medianDelaySeconds: 5, p95DelaySeconds: 10 },
      models: [
        { manufacturer: "Hanseat", model: "R5", attempts: 30, medianDelaySeconds: 5 },
        { manufacturer: "Hanseat", model: "R6", attempts: 30 },
      ],
    });
    expect((await operator.get("/channels?days=91")).status).toBe(400);
  });
});
