import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../ids";
import type { SyncmlMessage } from "../oma-dm";
import { octetsOf } from "../oma-dm/testing/octets";
import { commandsOf, headerStatus } from "../services/device-sessions/testing/wire-device";
import { readTask, startOperation } from "../services/operations";
import { type DeviceEndpoint, openDeviceEndpoint } from "../testing/device-endpoint";
import { findViolations } from "../testing/invariants";
import { allRows, rowsOfDevice } from "../testing/whole-rows";

const WBXML = "application/vnd.syncml.dm+wbxml";
const XML = "application/vnd.syncml.dm+xml";
const FIRMWARE = "./DevDetail/FwV";
const CHALLENGED = [401, 407];
type Device = Awaited<ReturnType<DeviceEndpoint["addDevice"]>>;

let endpoint: DeviceEndpoint;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
});
afterAll(async () => {
  expect(await findViolations(endpoint.test.sql)).toEqual([]);
  await endpoint.close();
});

/** A device in the middle of a session: it was sent a Get and has not answered yet. */
async function inSession(facts: Parameters<DeviceEndpoint["addDevice"]>[0] = {}) {
  const device = await endpoint.addDevice(facts);
  const params = { uris: [FIRMWARE] };
  const { id } = await startOperation(endpoint.context, {
    kind: "parameter.get",
    params,
    target: { devices: [device.devId] },
  });
  await device.wire.signIn();
  const asked = await device.wire.signIn();
  expect(commandsOf(asked)).toEqual([`Get ${FIRMWARE}`]);
  return { ...device, asked, url: device.wire.url, taskId: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") };
}

/** The session goes on as if nothing had been: its answer ends the task, at the first attempt. */
async function finishes({ wire, asked, url, taskId }: Awaited<ReturnType<typeof inSession>>): Promise<void> {
  await wire.send(
    wire.answersTo(asked, () => ({ status: 200, value: "1.3" })),
    { url },
  );
  expect(await readTask(endpoint.context, { id: taskId })).toMatchObject({
    state: "succeeded",
    attempt: 1,
    result: { values: [{ value: "1.3" }] },
  });
}

async function post(octets: Uint8Array, contentType = WBXML, path = "/dm") {
  const address = new URL(path, endpoint.dmUrl);
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": contentType },
    body: Buffer.from(octets),
  });
  return { status: answer.status, text: Buffer.from(await answer.arrayBuffer()).toString("latin1") };
}

describe("a message cut at every octet", () => {
  it.each(["wbxml", "xml"] as const)("in %s is 400, alone and in a session, and changes no row", async (encoding) => {
    const device = await inSession({ encoding });
    const type = encoding === "xml" ? XML : WBXML;
    const whole = device.wire.lastOctets;
    const before = await allRows(endpoint.test.sql);
    for (let length = 1; length < whole.length; length += 1) {
      const path = length % 2 === 0 ? "/dm" : device.url;
      const { status } = await post(whole.subarray(0, length), type, path);
      expect({ length, status }).toEqual({ length, status: 400 });
    }
    expect(await allRows(endpoint.test.sql)).toEqual(before);
    await finishes(device);
  });
});

describe("octets that want more than they are", () => {
  const header = octetsOf(0x02, 0xa4, 0x01, 0x6a, 0x00);
  const times = (octet: number, count: number) => new Uint8Array(count).fill(octet);
  const root = '<SyncML xmlns="SYNCML:SYNCML1.2">';
  const twoGigabytes = [0x88, 0x80, 0x80, 0x80, 0x00];
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
  const bomb = `<!DOCTYPE SyncML [<!ENTITY l0 "ha">${laughs}]>${root}<SyncBody>&l9;</SyncBody></SyncML>`;
  it.each([
    ["an OPAQUE of 2 GB", octetsOf(header, 0x6d, 0xc3, ...twoGigabytes, "ab", 0x01), "TRUNCATED"],
    ["a string table of 2 GB", octetsOf(0x02, 0xa4, 0x01, 0x6a, ...twoGigabytes, "ab"), "LIMIT_STRING_TABLE"],
    ["200,000 elements inside each other", octetsOf(header, 0x6d, times(0x48, 200_000)), "LIMIT_DEPTH"],
    ["30,000 elements inside each other in XML", octetsOf(root, "<Atomic>".repeat(30_000)), "LIMIT_DEPTH"],
    ["entities that stand for a thousand million words", octetsOf(bomb), "DTD_REFUSED"],
  ])("%s: 400 with what is wrong, and no row changes", async (_name, octets, code) => {
    const device = await inSession();
    const before = await allRows(endpoint.test.sql);
    for (const path of ["/dm", device.url]) {
      const answer = await post(octets, octets[0] === 0x3c ? XML : WBXML, path);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(code);
    }
    expect(await allRows(endpoint.test.sql)).toEqual(before);
    await finishes(device);
  });
});

describe("a sender that is not who it says", () => {
  const strangers: readonly [string, (device: Device) => Promise<SyncmlMessage>][] = [
    ["an unknown device", () => endpoint.wireOf({ devId: "IMEI:990000000000009", secret: "whatever" }).signIn()],
    ["a wrong secret", ({ devId }) => endpoint.wireOf({ devId, secret: "not the secret at all" }).signIn()],
    ["no credentials", ({ devId }) => endpoint.wireOf({ devId, secret: "x" }).signIn({ digest: null })],
    [
      "an unknown session token",
      ({ devId }) => {
        const url = `/dm?s=${Buffer.alloc(32, 9).toString("base64url")}`;
        return endpoint.wireOf({ devId, secret: "x" }).send([], { url });
      },
    ],
    [
      "a token of this device that was never given",
      ({ devId, deviceId }) => {
        const id = Buffer.from(deviceId.replaceAll("-", ""), "hex");
        const url = `/dm?s=${Buffer.concat([id, Buffer.alloc(16, 7)]).toString("base64url")}`;
        return endpoint.wireOf({ devId, secret: "x" }).send([], { url });
      },
    ],
    [
      "a session token of another device",
      async ({ devId }) => {
        const { url } = await inSession();
        return endpoint.wireOf({ devId, secret: "x" }).send([], { url });
      },
    ],
  ];

  it.each(strangers)("%s: a challenge, no command, and no row of the device changes", async (_name, says) => {
    const device = await inSession();
    const before = await rowsOfDevice(endpoint.test.sql, device.deviceId);
    const answer = await says(device);
    expect(CHALLENGED).toContain(headerStatus(answer));
    expect(answer.commands.every((command) => command.name === "Status")).toBe(true);
    expect(answer.header.cred).toBeUndefined();
    expect(await rowsOfDevice(endpoint.test.sql, device.deviceId)).toEqual(before);
    await finishes(device);
  });

  it("an unknown device leaves no row anywhere but the count of its network's failures", async () => {
    const before = await allRows(endpoint.test.sql, ["attempt_counters"]);
    const wire = endpoint.wireOf({ devId: "IMEI:990000000000017", secret: "whatever" });
    for (let i = 0; i < 5; i += 1) await wire.signIn();
    expect(await allRows(endpoint.test.sql, ["attempt_counters"])).toEqual(before);
  });

  it("a digest that was used before: a challenge, and no row changes", async () => {
    const device = await endpoint.addDevice();
    await device.wire.signIn();
    const captured = device.wire.digest();
    await device.wire.signIn();
    const before = await rowsOfDevice(endpoint.test.sql, device.deviceId);
    const thief = endpoint.wireOf({ devId: device.devId, secret: "x" });
    expect(headerStatus(await thief.signIn({ sessionId: "9", digest: captured }))).toBe(401);
    expect(await rowsOfDevice(endpoint.test.sql, device.deviceId)).toEqual(before);
  });

  it("a message for a session that is over: a challenge, and no row changes", async () => {
    const device = await inSession();
    await finishes(device);
    const before = await rowsOfDevice(endpoint.test.sql, device.deviceId);
    const late = await device.wire.send([{ name: "Alert", cmdId: "1", data: "1222", items: [] }], { url: device.url });
    expect(CHALLENGED).toContain(headerStatus(late));
    expect(await rowsOfDevice(endpoint.test.sql, device.deviceId)).toEqual(before);
  });
});

describe("requests that are no message", () => {
  it.each([
    ["a body over the limit", 413, WBXML, {}, Buffer.alloc(262_145, 0x01)],
    ["a wrong type", 415, "application/json", {}, Buffer.from("{}")],
    ["a coded body", 415, WBXML, { "content-encoding": "gzip" }, Buffer.from("x")],
  ])("%s is %i in a session too, and changes no row", async (_name, status, type, headers, body) => {
    const device = await inSession();
    const before = await allRows(endpoint.test.sql);
    for (const path of ["/dm", device.url]) {
      const answer = await fetch(new URL(path, endpoint.dmUrl), {
        method: "POST",
        headers: { "content-type": type, ...headers },
        body,
      });
      expect(answer.status).toBe(status);
    }
    expect(await allRows(endpoint.test.sql)).toEqual(before);
    await finishes(device);
  });
});

describe("a device that says too much", () => {
  it("answers to commands it was not sent leave the task as it is", async () => {
    const device = await inSession();
    const { wire, asked } = device;
    const foreign = ["Exec", "Get"].flatMap((cmd, at): SyncmlMessage["commands"] => [
      {
        name: "Status",
        cmdId: `${90 + at}`,
        msgRef: at === 0 ? "77" : asked.header.msgId,
        cmdRef: "41",
        cmd,
        targetRefs: [],
        sourceRefs: [],
        data: 500,
        items: [],
      },
      {
        name: "Results",
        cmdId: `${80 + at}`,
        msgRef: asked.header.msgId,
        cmdRef: "41",
        items: [{ source: { locUri: FIRMWARE }, data: "forged" }],
      },
    ]);
    await wire.send([...foreign, ...wire.answersTo(asked, () => ({ status: 200, value: "1.3" }))]);
    const task = await readTask(endpoint.context, { id: device.taskId });
    expect(task).toMatchObject({ state: "succeeded", result: { values: [{ value: "1.3" }] } });
    const rows = await rowsOfDevice(endpoint.test.sql, device.deviceId);
    expect(rows["results"]).toHaveLength(1);
    expect(JSON.stringify(rows["device_nodes"] ?? [])).not.toContain("forged");
  });

  it("1,001 nodes in one Results are refused: the task fails, and none of them is kept", async () => {
    const device = await inSession();
    const { wire, asked } = device;
    const [header, answer, results] = wire.answersTo(asked, () => ({ status: 200, value: "" }));
    if (!header || !answer || results?.name !== "Results") throw new Error("no Get to answer");
    const items = Array.from({ length: 1_001 }, (_, at) => ({ source: { locUri: `./N/${at}` }, data: "x" }));
    const reply = await wire.send([header, answer, { ...results, items }]);
    const ofResults = reply.commands.find((each) => each.name === "Status" && each.cmd === "Results");
    expect(ofResults).toMatchObject({ data: 400 });
    expect(await readTask(endpoint.context, { id: device.taskId })).toMatchObject({ state: "failed" });
    const rows = await rowsOfDevice(endpoint.test.sql, device.deviceId);
    expect(JSON.stringify(rows["device_nodes"] ?? [])).not.toContain("./N/");
  });

  it("10,000 nodes in one message are more than a message may hold: 400 or 413, and no row changes", async () => {
    const device = await inSession();
    const [, , results] = device.wire.answersTo(device.asked, () => ({ status: 200, value: "" }));
    if (results?.name !== "Results") throw new Error("no Get to answer");
    const items = Array.from({ length: 10_000 }, (_, at) => ({ source: { locUri: `./N/${at}` }, data: "x" }));
    const before = await rowsOfDevice(endpoint.test.sql, device.deviceId);
    await expect(device.wire.send([{ ...results, items }])).rejects.toThrow(/HTTP 4(00|13)/);
    expect(await rowsOfDevice(endpoint.test.sql, device.deviceId)).toEqual(before);
    device.wire.msgId -= 1;
    await finishes(device);
  });

  it("a thousand alerts in one command are refused whole; in as many commands the message is, and its session is over", async () => {
    const device = await endpoint.addDevice();
    await device.wire.signIn();
    const item = { data: "x", meta: { type: "org.example.alert", format: "chr" } };
    const inOne = await device.wire.signIn({
      extra: [{ name: "Alert", cmdId: "7", data: "1226", items: Array.from({ length: 1_000 }, () => item) }],
    });
    expect(headerStatus(inOne)).toBe(212);
    const ofAlert = inOne.commands.find((each) => each.name === "Status" && each.cmdRef === "7");
    expect(ofAlert).toMatchObject({ data: 500 });
    const inMany = await device.wire.send(
      Array.from({ length: 1_000 }, (_, at) => ({ name: "Alert", cmdId: `${at + 1}`, data: "1226", items: [item] })),
    );
    expect([headerStatus(inMany), inMany.header.respUri]).toEqual([400, undefined]);
    const { outbox = [] } = await rowsOfDevice(endpoint.test.sql, device.deviceId);
    expect(outbox.filter((row) => row.includes("dmwsi.device.alert.v1"))).toEqual([]);
  });

  it("two sessions at once: the later one has the device, and the task ends once, by what it says", async () => {
    const device = await inSession();
    const other = endpoint.wireOf(device);
    other.nonce = device.wire.nonce;
    const asked = await other.signIn({ sessionId: "2" });
    const [first, second] = await Promise.all([
      device.wire.send(device.wire.answersTo(device.asked, () => ({ status: 200, value: "first" }))),
      other.send(other.answersTo(asked, () => ({ status: 200, value: "second" }))),
    ]);
    expect(CHALLENGED).toContain(headerStatus(first));
    expect(headerStatus(second)).toBe(200);
    const task = await readTask(endpoint.context, { id: device.taskId });
    expect(task).toMatchObject({ state: "succeeded", result: { values: [{ value: "second" }] } });
    const { outbox = [], dm_sessions: sessions = [] } = await rowsOfDevice(endpoint.test.sql, device.deviceId);
    expect(outbox.filter((row) => row.includes("succeeded"))).toHaveLength(1);
    expect(sessions).toHaveLength(2);
  });

  it("two sign-ins at the same moment leave one session open, and the device finishes in it", async () => {
    const device = await endpoint.addDevice();
    await device.wire.signIn();
    const wires = [1, 2, 3].map(() => Object.assign(endpoint.wireOf(device), { nonce: device.wire.nonce }));
    await Promise.all(wires.map((wire, at) => wire.signIn({ sessionId: `${at + 1}` })));
    const live = (await rowsOfDevice(endpoint.test.sql, device.deviceId))["device_live"];
    expect(live).toHaveLength(1);
    await startOperation(endpoint.context, {
      kind: "parameter.get",
      params: { uris: [FIRMWARE] },
      target: { devices: [device.devId] },
    });
    const wire = endpoint.wireOf(device);
    await wire.signIn({ sessionId: "9" });
    expect(commandsOf(await wire.signIn({ sessionId: "9" }))).toEqual([`Get ${FIRMWARE}`]);
  });
});
