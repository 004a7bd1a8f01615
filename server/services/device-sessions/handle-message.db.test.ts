import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { projectEvents } from "../events/project-events";
import { readOperation, readTask, startOperation } from "../operations";
import type { MessageOutcome } from "./handle-message";
import { openSessionBed, type SessionBed } from "./testing/session-bed";
import { commandsOf, headerStatus, type WireDevice } from "./testing/wire-device";

const outcomes: MessageOutcome[] = [];
let bed: SessionBed;

beforeAll(async () => {
  bed = await openSessionBed({ observe: (outcome) => outcomes.push(outcome) });
});
afterAll(async () => {
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

async function newDevice() {
  const { devId, deviceId, wire } = await bed.newDevice();
  return { device: wire(), another: wire, devId, deviceId };
}

async function start(devId: string, kind: string, params: unknown): Promise<{ operation: string; task: string }> {
  const view = await startOperation(bed.context, { kind, params, target: { devices: [devId] } });
  return { operation: view.id, task: view.id };
}

async function taskOf(deviceId: string, operation: string) {
  return readTask(bed.context, { id: toTaskId(deviceId, fromPublicId("op", operation) ?? "") });
}

async function drain(): Promise<void> {
  for (let round = 0; round < 50 && (await projectEvents(bed.test.sql)) > 0; round += 1);
}

/** Signs in, after the one challenge that a device without a nonce gets. */
async function signedIn(device: WireDevice) {
  await device.signIn();
  return device.signIn();
}

describe("a device's message", () => {
  it("runs an operation over a challenge, a session and its end, and keeps its result", async () => {
    const { device, devId, deviceId } = await newDevice();
    const { operation } = await start(devId, "parameter.get", { uris: ["./DevDetail/FwV", "./DevInfo/Mod"] });
    const challenged = await device.signIn();
    expect(headerStatus(challenged)).toBe(401);
    const first = await device.signIn();
    expect(headerStatus(first)).toBe(212);
    expect(commandsOf(first)).toEqual(["Get ./DevDetail/FwV", "Get ./DevInfo/Mod"]);
    expect((await taskOf(deviceId, operation)).state).toBe("in_session");
    const last = await device.send(device.answersTo(first, (uri) => ({ status: 200, value: `of ${uri}` })));
    expect(commandsOf(last)).toEqual([]);
    const task = await taskOf(deviceId, operation);
    expect(task.state).toBe("succeeded");
    expect(task.result).toMatchObject({
      values: [{ uri: "./DevDetail/FwV", status: 200, value: "of ./DevDetail/FwV" }, {}],
    });
    await drain();
    expect(await readOperation(bed.context, { id: operation })).toMatchObject({
      state: "completed",
      counts: { succeeded: 1 },
    });
  });

  it("goes on in another process that has nothing in memory, and finishes once", async () => {
    const { device, devId, deviceId } = await newDevice();
    const { operation } = await start(devId, "parameter.set", {
      values: [{ uri: "./Setting/Apn", value: "internet" }],
    });
    let message = await signedIn(device);
    for (let i = 0; i < 5 && commandsOf(message).length > 0; i += 1) {
      device.movesTo(bed.newHandler());
      message = await device.send(device.answersTo(message, () => ({ status: 200, value: "internet" })));
    }
    expect(await taskOf(deviceId, operation)).toMatchObject({ state: "succeeded", outcome: "verified", attempt: 1 });
  });

  it("answers the same message twice with the same octets and runs nothing twice", async () => {
    const { device, devId, deviceId } = await newDevice();
    const { operation } = await start(devId, "node.execute", { uri: "./Vendor/Reset" });
    const first = await signedIn(device);
    const signIn = device.lastOctets;
    const again = await device.post(signIn, "/dm");
    const twice = await device.post(signIn, "/dm");
    expect(Buffer.from(again.octets)).toEqual(Buffer.from(twice.octets));
    await device.send(device.answersTo(first, () => ({ status: 200 })));
    const done = device.lastOctets;
    const repeated = await device.post(done);
    expect(repeated.status).toBe(200);
    expect(outcomes.at(-1)).toBe("repeated");
    expect((await taskOf(deviceId, operation)).steps.filter((step) => step.command === "Exec")).toHaveLength(1);
  });

  it("changes nothing for a device that does not prove itself, and closes no session of the one that does", async () => {
    const { device, devId, deviceId } = await newDevice();
    await start(devId, "parameter.get", { uris: ["./DevDetail/FwV"] });
    const first = await signedIn(device);
    const before = await bed.test.sql`select * from device_live where device_id = ${deviceId}`;
    const rogue = bed.wireOf(devId, "not the secret at all");
    for (let i = 0; i < 30; i += 1) {
      rogue.hangUp();
      expect(headerStatus(await rogue.signIn())).toBe(401);
      expect(commandsOf(await rogue.signIn())).toEqual([]);
    }
    expect(await bed.test.sql`select * from device_live where device_id = ${deviceId}`).toEqual(before);
    const last = await device.send(device.answersTo(first, () => ({ status: 200, value: "1" })));
    expect(headerStatus(last)).toBe(200);
  });

  it("answers an unknown device like a known one with a wrong secret", async () => {
    const { devId } = await newDevice();
    const answers = await Promise.all(
      [devId, "IMEI:990000000000009"].map(async (id) => {
        const device = bed.wireOf(id, "not the secret at all");
        const statuses = [];
        for (let i = 0; i < 4; i += 1) {
          const message = await device.signIn();
          statuses.push(message.commands.map((command) => (command.name === "Status" ? command.data : command.name)));
        }
        return statuses;
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });

  it("refuses a digest that was used before: a replayed sign-in is challenged", async () => {
    const { device } = await newDevice();
    await signedIn(device);
    const captured = device.digest();
    device.hangUp();
    await device.signIn({ sessionId: "2" });
    device.hangUp();
    await device.signIn({ sessionId: "3" });
    device.hangUp();
    const replay = await device.signIn({ sessionId: "4", digest: captured });
    expect(headerStatus(replay)).toBe(401);
  });

  it("accepts the previous nonce once more when the last answer was lost, with no challenge", async () => {
    const { device } = await newDevice();
    await signedIn(device);
    const known = device.nonce;
    device.hangUp();
    await device.signIn({ sessionId: "2" });
    device.nonce = known;
    device.hangUp();
    expect(headerStatus(await device.signIn({ sessionId: "3" }))).toBe(212);
  });

  it("lets a device that forgot its nonce in after one challenge, whatever it signed in with before", async () => {
    const { device } = await newDevice();
    const first = await signedIn(device);
    await device.send(device.answersTo(first, () => ({ status: 200 })));
    for (const digest of [null, undefined]) {
      device.hangUp();
      device.nonce = new Uint8Array();
      expect([401, 407]).toContain(
        headerStatus(await device.signIn({ sessionId: "2", ...(digest === null && { digest }) })),
      );
      expect(headerStatus(await device.signIn({ sessionId: "2" }))).toBe(212);
    }
  });

  it("answers a message with an unknown session token, and one for a finished session, with a challenge", async () => {
    const { device } = await newDevice();
    const first = await signedIn(device);
    const { url } = device;
    await device.send(device.answersTo(first, () => ({ status: 200 })));
    const late = await device.send([{ name: "Alert", cmdId: "1", data: "1222", items: [] }], { url });
    expect([401, 407]).toContain(headerStatus(late));
    device.hangUp();
    const stranger = `/dm?s=${Buffer.alloc(32, 9).toString("base64url")}`;
    expect([401, 407]).toContain(headerStatus(await device.send([], { url: stranger })));
  });

  it("keeps one session: a second sign-in of the device takes over, the first one's token is worth nothing", async () => {
    const { device, devId, deviceId } = await newDevice();
    const { operation } = await start(devId, "parameter.get", { uris: ["./DevDetail/FwV"] });
    const first = await signedIn(device);
    const old = { url: device.url, answers: device.answersTo(first, () => ({ status: 200, value: "old" })) };
    device.hangUp();
    const second = await device.signIn({ sessionId: "2" });
    expect(commandsOf(second)).toEqual(["Get ./DevDetail/FwV"]);
    const answers = device.answersTo(second, () => ({ status: 200, value: "new" }));
    const { url } = device;
    expect([401, 407]).toContain(headerStatus(await device.send(old.answers, { url: old.url })));
    await device.send(answers, { url, msgId: "3" });
    expect(await taskOf(deviceId, operation)).toMatchObject({
      state: "succeeded",
      result: { values: [{ value: "new" }] },
    });
    const sessions = await bed.test
      .sql`select outcome from dm_sessions where device_id = ${deviceId} order by ended_at`;
    expect(sessions.map((row) => row["outcome"])).toContain("left");
  });

  it("ignores answers to commands it never sent", async () => {
    const { device, devId, deviceId } = await newDevice();
    const { operation } = await start(devId, "parameter.get", { uris: ["./DevDetail/FwV"] });
    const first = await signedIn(device);
    const foreign = {
      name: "Status",
      cmdId: "9",
      msgRef: "77",
      cmdRef: "3",
      cmd: "Exec",
      targetRefs: [],
      sourceRefs: [],
      data: 200,
      items: [],
    } as const;
    await device.send([...device.answersTo(first, () => ({ status: 200, value: "1.3" })), foreign]);
    expect(await taskOf(deviceId, operation)).toMatchObject({
      state: "succeeded",
      result: { values: [{ value: "1.3" }] },
    });
  });

  it("answers one of two messages of a device at a time: both at once are as good as one after the other", async () => {
    const { device, another, devId, deviceId } = await newDevice();
    const { operation } = await start(devId, "node.execute", { uri: "./Vendor/Reset" });
    const first = await signedIn(device);
    await device.send(device.answersTo(first, () => ({ status: 200 })));
    const octets = device.lastOctets;
    const wires = [another(), another(), another()];
    for (const wire of wires.slice(1)) wire.movesTo(bed.newHandler());
    const answers = await Promise.all(wires.map((wire) => wire.post(octets, device.url)));
    expect(new Set(answers.map((answer) => Buffer.from(answer.octets).toString("hex"))).size).toBe(1);
    expect((await taskOf(deviceId, operation)).state).toBe("succeeded");
  });

  it("answers octets that are no message with 400 and where they are wrong", async () => {
    const { device } = await newDevice();
    const response = await device.post(Buffer.from("0201016a", "hex"), "/dm");
    expect(response.status).toBe(400);
    expect(Buffer.from(response.octets).toString()).toMatch(/octet \d+/);
  });

  it("reports what the device says by itself: a Generic Alert becomes an event", async () => {
    const { device, deviceId } = await newDevice();
    const alert = {
      name: "Alert",
      cmdId: "3",
      data: "1226",
      items: [{ source: { locUri: "./Battery" }, meta: { type: "com.example.battery", format: "chr" }, data: "low" }],
    } as const;
    await device.signIn({ extra: [alert] });
    await device.signIn({ extra: [alert] });
    await drain();
    const events = await bed.test
      .sql`select data from events where device_id = ${deviceId} and type = 'dmwsi.device.alert.v1'`;
    expect(events.map((row) => row["data"])).toMatchObject([{ source: "./Battery", data: "low" }]);
  });
});
