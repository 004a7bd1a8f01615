import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fromPublicId, newUuid, toTaskId } from "../../ids";
import { decodeWbxml, type Element } from "../../oma-dm";
import { bootstrapMac, imsiKey } from "../../oma-dm/security";
import { findViolations } from "../../testing/invariants";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { createDeviceMessageHandler, createDeviceStore, fireTimers } from "../device-sessions";
import { commandsOf, headerStatus, WireDevice } from "../device-sessions/testing/wire-device";
import { registerDevice } from "../devices";
import { projectEvents } from "../events/project-events";
import { readOperation, readTask, startOperation } from "../operations";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { channelsOf, type ScriptedChannel, scriptedChannel } from "./testing/scripted-channel";
import { createWakeUps } from "./wake-devices";

const secretOf = (devId: string): string => `k4-3vPq0-${devId}`;
const IMSI = "262010000000001";
const DM_URL = "http://127.0.0.1:3001/dm";
let test: TestDatabase;
let context: CallContext;
let handle: ReturnType<typeof createDeviceMessageHandler>;
let channel: ScriptedChannel;
let count = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  handle = createDeviceMessageHandler({
    store: createDeviceStore(test.sql),
    database: test.database,
    sealer: context.sealer,
    dmUrl: DM_URL,
    protectedLeg: true,
    observe: () => {},
  });
});
beforeEach(() => {
  channel = scriptedChannel("udp", ["ip"]);
});
afterAll(async () => {
  for (let round = 0; round < 50 && (await projectEvents(test.sql)) > 0; round += 1);
  expect(await findViolations(test.sql)).toEqual([]);
  await test.close();
});

/** One round of a worker that has nothing in memory. */
async function work(): Promise<void> {
  const wakeUps = createWakeUps({
    sql: test.sql,
    store: createDeviceStore(test.sql),
    sealer: context.sealer,
    channels: channelsOf(channel),
    dmUrl: DM_URL,
    workerId: newUuid(),
    pausesSeconds: [60, 300, 1_800],
    rates: new Map(),
    observe: () => {},
    onError: (error) => {
      throw error;
    },
  });
  await wakeUps.round();
  await wakeUps.settled();
}

async function newDevice(facts: object = {}) {
  count += 1;
  const devId = `IMEI:35${String(count).padStart(13, "0")}`;
  const view = await registerDevice(context, {
    devId,
    imsi: IMSI,
    credentials: { client: { type: "md5", username: devId, secret: secretOf(devId) } },
    channels: [{ kind: "udp", address: "127.0.0.1:2948" }],
    ...facts,
  });
  const deviceId = fromPublicId("dev", view.id) ?? "";
  return { devId, deviceId, old: new WireDevice(handle, { devId, secret: secretOf(devId), dmUrl: DM_URL }) };
}

async function bootstrapOf(devId: string, deviceId: string, params: object = {}) {
  const operation = await startOperation(context, { kind: "bootstrap.send", params, target: { devices: [devId] } });
  const id = toTaskId(deviceId, fromPublicId("op", operation.id) ?? "");
  return { operation, task: () => readTask(context, { id }) };
}

interface Account {
  readonly secret: string;
  readonly nonce: Uint8Array;
}

/** The account that a device reads in a document of OMA CP, by its APPAUTH of level APPSRV. */
function accountIn(body: Uint8Array): Account {
  const appAuth = descendants(decodeWbxml(body).root).find(
    (element) => parametersOf(element).get("AAUTHLEVEL") === "APPSRV",
  );
  const parameters = parametersOf(appAuth);
  return {
    secret: parameters.get("AAUTHSECRET") ?? "",
    nonce: Buffer.from(parameters.get("AAUTHDATA") ?? "", "base64"),
  };
}

function childrenOf(element: Element | undefined): readonly Element[] {
  return Array.isArray(element?.content) ? element.content : [];
}

function descendants(element: Element): Element[] {
  return [element, ...childrenOf(element).flatMap(descendants)];
}

function parametersOf(element: Element | undefined): ReadonlyMap<string, string> {
  return new Map(
    childrenOf(element).map(({ attributes }) => [attributes?.["name"] ?? "", attributes?.["value"] ?? ""] as const),
  );
}

function deviceWith(devId: string, { secret, nonce }: Account): WireDevice {
  return Object.assign(new WireDevice(handle, { devId, secret, dmUrl: DM_URL }), { nonce });
}

const purposes = async (deviceId: string) =>
  (await test.sql`select purpose from device_credentials where device_id = ${deviceId} order by purpose`).map(
    (row) => row["purpose"],
  );

const timeIsOver = async (deviceId: string) => {
  await test.sql`update timers set due_at = now() where device_id = ${deviceId}`;
  await fireTimers(test.sql, createDeviceStore(test.sql));
};

describe("bootstrap.send", () => {
  it("gives a device an account of its own, protected by its IMSI, and has succeeded when its first session proves it", async () => {
    const { devId, deviceId, old } = await newDevice();
    const { operation, task } = await bootstrapOf(devId, deviceId);
    await work();
    const { push, purpose } = channel.sent[0] ?? {};
    expect([purpose, push?.contentType]).toEqual(["bootstrap", "application/vnd.wap.connectivity-wbxml"]);
    const body = push?.body ?? new Uint8Array();
    expect(push?.protection).toEqual({ security: "NETWPIN", mac: bootstrapMac(imsiKey(IMSI), body) });
    expect(await task()).toMatchObject({
      state: "notified",
      steps: [{ command: "Bootstrap", meaning: "Sent by udp. Waiting for the device's first session" }],
    });
    const account = accountIn(body);
    expect(account.secret).toHaveLength(27);

    await old.signIn();
    expect(headerStatus(await old.signIn()), "the old secret is valid until then").toBe(212);
    old.hangUp();
    expect(await task()).toMatchObject({ state: "notified" });
    const next = deviceWith(devId, account);
    expect(headerStatus(await next.signIn()), "the nonce of the bootstrap needs no challenge").toBe(212);
    expect(await task()).toMatchObject({
      state: "succeeded",
      outcome: "verified",
      result: { profile: "cp", channels: ["udp"], sends: 1 },
    });
    expect(await purposes(deviceId)).toEqual(["client", "server"]);
    next.hangUp();
    expect(headerStatus(await next.signIn({ sessionId: "2" }))).toBe(212);
    old.hangUp();
    await old.signIn();
    expect(headerStatus(await old.signIn()), "the old secret is worth nothing now").toBe(401);
    for (let round = 0; round < 50 && (await projectEvents(test.sql)) > 0; round += 1);
    expect(await readOperation(context, { id: operation.id })).toMatchObject({
      state: "completed",
      counts: { succeeded: 1 },
    });
    expect(await test.sql`select 1 from wake_ups where device_id = ${deviceId}`).toHaveLength(0);
  });

  it("runs what else waits for the device in that same session", async () => {
    const { devId, deviceId } = await newDevice();
    await bootstrapOf(devId, deviceId);
    await startOperation(context, {
      kind: "parameter.get",
      params: { uris: ["./DevDetail/FwV"] },
      target: { devices: [devId] },
    });
    await work();
    const next = deviceWith(devId, accountIn(channel.sent[0]?.push.body ?? new Uint8Array()));
    const first = await next.signIn();
    expect(commandsOf(first)).toEqual(["Get ./DevDetail/FwV"]);
    const last = await next.send(next.answersTo(first, () => ({ status: 200, value: "1" })));
    expect(headerStatus(last)).toBe(200);
  });

  it("takes a device that does not use the nonce of the bootstrap, after one challenge", async () => {
    const { devId, deviceId } = await newDevice();
    const { task } = await bootstrapOf(devId, deviceId);
    await work();
    const account = accountIn(channel.sent[0]?.push.body ?? new Uint8Array());
    const next = deviceWith(devId, { ...account, nonce: new Uint8Array() });
    expect(headerStatus(await next.signIn())).toBe(401);
    expect(await task()).toMatchObject({ state: "notified" });
    expect(headerStatus(await next.signIn())).toBe(212);
    expect(await task()).toMatchObject({ state: "succeeded", outcome: "verified" });
  });

  it("sends the same document again, also after a process that died before it could say that it had sent it", async () => {
    const { devId, deviceId } = await newDevice();
    const { task } = await bootstrapOf(devId, deviceId);
    channel.answer = () => {
      throw new Error("killed");
    };
    await expect(work()).rejects.toThrow("killed");
    expect(await task()).toMatchObject({ state: "queued" });
    channel.answer = () => ({ state: "accepted", refs: [] });
    await test.sql`update wake_ups set lease_until = now() - interval '1 second' where device_id = ${deviceId}`;
    await work();
    await test.sql`update wake_ups set due_at = now() where device_id = ${deviceId}`;
    await work();
    const bodies = channel.sent.map(({ push }) => Buffer.from(push.body).toString("hex"));
    expect([bodies.length, new Set(bodies).size]).toEqual([3, 1]);
    expect(
      headerStatus(await deviceWith(devId, accountIn(channel.sent[0]?.push.body ?? new Uint8Array())).signIn()),
    ).toBe(212);
    expect(await task()).toMatchObject({ state: "succeeded", result: { sends: 2 } });
  });

  it("may have worked when no session came in time, and then still takes a device that comes late", async () => {
    const { devId, deviceId } = await newDevice();
    const { task } = await bootstrapOf(devId, deviceId, { withinSeconds: 60 });
    await work();
    await timeIsOver(deviceId);
    expect(await task()).toMatchObject({
      state: "failed",
      outcome: "unconfirmed",
      reason: { code: "unconfirmed" },
      result: { sends: 1 },
    });
    const late = deviceWith(devId, accountIn(channel.sent[0]?.push.body ?? new Uint8Array()));
    expect(headerStatus(await late.signIn())).toBe(212);
    expect(await purposes(deviceId)).toEqual(["client", "server"]);
  });

  it("has failed when no channel took it in time, and says meanwhile why not", async () => {
    const { devId, deviceId } = await newDevice();
    channel.answer = () => ({ state: "rejected", code: "11", problem: "The number is none." });
    const { task } = await bootstrapOf(devId, deviceId);
    await work();
    expect(await task()).toMatchObject({
      state: "queued",
      reason: { code: "wake_up_failed", text: "The number is none." },
    });
    await timeIsOver(deviceId);
    expect(await task()).toMatchObject({ state: "failed", outcome: "error", reason: { code: "timed_out" } });
  });

  it("is not sent where nothing could protect it: the task ends with what is missing, and no secret was made", async () => {
    const { devId, deviceId } = await newDevice({ imsi: undefined });
    const { task } = await bootstrapOf(devId, deviceId);
    await work();
    expect(channel.sent).toHaveLength(0);
    expect(await task()).toMatchObject({
      state: "failed",
      outcome: "error",
      reason: { code: "not_sendable", text: expect.stringMatching(/IMSI of the device is not known/) },
    });
    expect(await purposes(deviceId)).toEqual(["client", "server"]);
    expect(await test.sql`select 1 from timers where device_id = ${deviceId}`).toHaveLength(0);
  });

  it("never shows the user's PIN, and has it protect the document", async () => {
    const { devId, deviceId } = await newDevice({ imsi: undefined });
    const { operation } = await bootstrapOf(devId, deviceId, { security: "userpin", pin: "918273" });
    expect(operation.params).toMatchObject({ security: "userpin", pin: "******" });
    const [stored] =
      await test.sql`select params::text from operations where operation_id = ${fromPublicId("op", operation.id)}`;
    expect(stored?.["params"]).not.toContain("918273");
    await work();
    const { push } = channel.sent[0] ?? {};
    const mac = bootstrapMac(Buffer.from("918273"), push?.body ?? new Uint8Array());
    expect(push?.protection).toEqual({ security: "USERPIN", mac });
  });

  it("one of two bootstraps of a device is brought to its end before the other takes its place", async () => {
    const { devId, deviceId } = await newDevice();
    const one = await bootstrapOf(devId, deviceId);
    await work();
    const other = await bootstrapOf(devId, deviceId);
    await test.sql`update wake_ups set due_at = now() where device_id = ${deviceId}`;
    await work();
    expect(Buffer.compare(channel.sent[0]?.push.body ?? Buffer.of(1), channel.sent[1]?.push.body ?? Buffer.of(2))).toBe(
      0,
    );
    await deviceWith(devId, accountIn(channel.sent[0]?.push.body ?? new Uint8Array())).signIn();
    expect(await one.task()).toMatchObject({ state: "succeeded" });
    expect(await other.task()).toMatchObject({ state: "queued" });
  });

  it("counts a device that calls in before its channel has answered", async () => {
    const { devId, deviceId } = await newDevice();
    const { task } = await bootstrapOf(devId, deviceId);
    channel.answer = async ({ push }) => {
      await deviceWith(devId, accountIn(push.body)).signIn();
      return { state: "accepted", refs: [] };
    };
    await work();
    expect(await task()).toMatchObject({ state: "succeeded", outcome: "verified" });
    expect(await test.sql`select 1 from wake_up_arrivals where device_id = ${deviceId}`).toHaveLength(1);
  });

  it("waits where two devices use one id, until an administrator has looked", async () => {
    const { devId, deviceId } = await newDevice();
    const { task } = await bootstrapOf(devId, deviceId);
    await test.sql`update devices set held_since = now() where device_id = ${deviceId}`;
    await work();
    expect(channel.sent).toHaveLength(0);
    expect(await task()).toMatchObject({ state: "queued" });
    await test.sql`
      insert into timers (device_id, operation_id, kind, due_at)
      select device_id, operation_id, 'push_timeout', now() from tasks where device_id = ${deviceId}`;
    await timeIsOver(deviceId);
    expect(await task()).toMatchObject({ state: "queued" });
    expect(await test.sql`select 1 from timers where device_id = ${deviceId} and due_at > now()`).toHaveLength(1);
    await test.sql`update devices set held_since = null where device_id = ${deviceId}`;
    await test.sql`update wake_ups set due_at = now() where device_id = ${deviceId}`;
    await work();
    expect(channel.sent).toHaveLength(1);
  });

  it("a document of the profile of OMA DM carries the same account, protected by the PIN", async () => {
    const { devId, deviceId } = await newDevice();
    await bootstrapOf(devId, deviceId, { profile: "dm", security: "userpin", pin: "1234" });
    await work();
    const { push } = channel.sent[0] ?? {};
    expect(push?.contentType).toBe("application/vnd.syncml.dm+wbxml");
    expect(push?.protection?.mac).toBe(bootstrapMac(Buffer.from("1234"), push?.body ?? new Uint8Array()));
  });
});
