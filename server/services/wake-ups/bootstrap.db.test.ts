import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fromPublicId, toPublicId } from "../../ids";
import { bootstrapMac, imsiKey } from "../../oma-dm/security";
import { findViolations } from "../../testing/invariants";
import { createDeviceStore, fireTimers } from "../device-sessions";
import { TASKS_LOADED_MAX } from "../device-sessions/device-store";
import { commandsOf, headerStatus } from "../device-sessions/testing/wire-device";
import { resolveCollision } from "../devices";
import { projectEvents } from "../events/project-events";
import { readOperation, startOperation } from "../operations";
import { expireTasks } from "../operations/expire-tasks";
import { accountIn, type BootstrapBed, IMSI, openBootstrapBed } from "./testing/bootstrap-bed";

let bed: BootstrapBed;
beforeAll(async () => {
  bed = await openBootstrapBed();
});
beforeEach(() => bed.newChannel());
afterAll(async () => {
  for (let round = 0; round < 50 && (await projectEvents(bed.test.sql)) > 0; round += 1);
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

const purposes = async (deviceId: string) =>
  (await bed.test.sql`select purpose from device_credentials where device_id = ${deviceId} order by purpose`).map(
    (row) => row["purpose"],
  );

const timeIsOver = async (deviceId: string) => {
  await bed.test.sql`update timers set due_at = now() where device_id = ${deviceId}`;
  await fireTimers(bed.test.sql, createDeviceStore(bed.test.sql));
};

describe("bootstrap.send", () => {
  it("gives a device an account of its own, protected by its IMSI, and has succeeded when its first session proves it", async () => {
    const { devId, deviceId, old } = await bed.newDevice();
    const { operation, task } = await bed.start(devId, deviceId, "bootstrap.send");
    await bed.work();
    const { push, purpose } = bed.channel.sent[0] ?? {};
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
    const next = bed.bootstrapped(devId);
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
    for (let round = 0; round < 50 && (await projectEvents(bed.test.sql)) > 0; round += 1);
    expect(await readOperation(bed.context, { id: operation.id })).toMatchObject({
      state: "completed",
      counts: { succeeded: 1 },
    });
    expect(await bed.test.sql`select 1 from wake_ups where device_id = ${deviceId}`).toHaveLength(0);
  });

  it("leaves it as it was whether the device may sign in on a default nonce", async () => {
    const { devId, deviceId } = await bed.newDevice();
    await bed.test.sql`update device_credentials set allow_resync = false where device_id = ${deviceId}`;
    await bed.start(devId, deviceId, "bootstrap.send");
    await bed.work();
    expect(headerStatus(await bed.bootstrapped(devId).signIn())).toBe(212);
    const [client] = await bed.test.sql`
      select allow_resync from device_credentials where device_id = ${deviceId} and purpose = 'client'`;
    expect(client).toMatchObject({ allow_resync: false });
  });

  it("runs what else waits for the device in that same session", async () => {
    const { devId, deviceId } = await bed.newDevice();
    await bed.start(devId, deviceId, "bootstrap.send");
    await startOperation(bed.context, {
      kind: "parameter.get",
      params: { uris: ["./DevDetail/FwV"] },
      target: { devices: [devId] },
    });
    await bed.work();
    const next = bed.bootstrapped(devId);
    const first = await next.signIn();
    expect(commandsOf(first)).toEqual(["Get ./DevDetail/FwV"]);
    const last = await next.send(next.answersTo(first, () => ({ status: 200, value: "1" })));
    expect(headerStatus(last)).toBe(200);
  });

  it("takes a device that does not use the nonce of the bootstrap, after one challenge", async () => {
    const { devId, deviceId } = await bed.newDevice();
    const { task } = await bed.start(devId, deviceId, "bootstrap.send");
    await bed.work();
    const next = bed.bootstrapped(devId, { nonce: new Uint8Array() });
    expect(headerStatus(await next.signIn())).toBe(401);
    expect(await task()).toMatchObject({ state: "notified" });
    expect(headerStatus(await next.signIn())).toBe(212);
    expect(await task()).toMatchObject({ state: "succeeded", outcome: "verified" });
  });

  it("sends the same document again, also after a process that died before it could say that it had sent it", async () => {
    const { devId, deviceId } = await bed.newDevice();
    const { task } = await bed.start(devId, deviceId, "bootstrap.send");
    bed.channel.answer = () => {
      throw new Error("killed");
    };
    await expect(bed.work()).rejects.toThrow("killed");
    expect(await task()).toMatchObject({ state: "queued" });
    bed.channel.answer = () => ({ state: "accepted", refs: [] });
    await bed.test.sql`update wake_ups set lease_until = now() - interval '1 second' where device_id = ${deviceId}`;
    await bed.work();
    await bed.test.sql`update wake_ups set due_at = now() where device_id = ${deviceId}`;
    await bed.work();
    const bodies = bed.channel.sent.map(({ push }) => Buffer.from(push.body).toString("hex"));
    expect([bodies.length, new Set(bodies).size]).toEqual([3, 1]);
    expect(headerStatus(await bed.bootstrapped(devId).signIn())).toBe(212);
    expect(await task()).toMatchObject({ state: "succeeded", result: { sends: 2 } });
  });

  it("may have worked when no session came in time, and then still takes a device that comes late", async () => {
    const { devId, deviceId } = await bed.newDevice();
    const { task } = await bed.start(devId, deviceId, "bootstrap.send", { withinSeconds: 60 });
    await bed.work();
    await timeIsOver(deviceId);
    expect(await task()).toMatchObject({
      state: "failed",
      outcome: "unconfirmed",
      reason: { code: "unconfirmed" },
      result: { sends: 1 },
    });
    const late = bed.bootstrapped(devId);
    expect(headerStatus(await late.signIn())).toBe(212);
    expect(await purposes(deviceId)).toEqual(["client", "server"]);
  });

  it("has failed when no channel took it in time, and says meanwhile why not", async () => {
    const { devId, deviceId } = await bed.newDevice();
    bed.channel.answer = () => ({ state: "rejected", code: "11", problem: "The number is none." });
    const { task } = await bed.start(devId, deviceId, "bootstrap.send");
    await bed.work();
    expect(await task()).toMatchObject({
      state: "queued",
      reason: { code: "wake_up_failed", text: "The number is none." },
    });
    await timeIsOver(deviceId);
    expect(await task()).toMatchObject({ state: "failed", outcome: "error", reason: { code: "timed_out" } });
  });

  it.each(["its own time", "its operation's time"])(
    "lets the device be woken for what else waits, when %s is over without a session",
    async (time) => {
      const { devId, deviceId } = await bed.newDevice();
      const bootstrap = await bed.start(devId, deviceId, "bootstrap.send", { withinSeconds: 60 });
      const other = await bed.start(devId, deviceId, "parameter.get", { uris: ["./DevDetail/FwV"] });
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await bed.work();
        await bed.test.sql`update wake_ups set due_at = now() where device_id = ${deviceId} and due_at <> 'infinity'`;
      }
      expect(bed.channel.sent.map(({ purpose }) => purpose)).toEqual(["bootstrap", "bootstrap", "bootstrap"]);
      if (time === "its own time") await timeIsOver(deviceId);
      else {
        const operationId = fromPublicId("op", bootstrap.operation.id);
        await bed.test.sql`update operations set expires_at = now() where operation_id = ${operationId}`;
        await expireTasks(bed.test.sql, createDeviceStore(bed.test.sql));
      }
      expect((await bootstrap.task()).finishedAt).not.toBeNull();
      await bed.work();
      expect(bed.channel.sent.at(-1)?.purpose).toBe("package0");
      expect(await other.task()).toMatchObject({ state: "notified" });
    },
  );

  it("is not sent where nothing could protect it: the task ends with what is missing, and no secret was made", async () => {
    const { devId, deviceId } = await bed.newDevice({ imsi: undefined });
    const { task } = await bed.start(devId, deviceId, "bootstrap.send");
    await bed.work();
    expect(bed.channel.sent).toHaveLength(0);
    expect(await task()).toMatchObject({
      state: "failed",
      outcome: "error",
      reason: { code: "not_sendable", text: expect.stringMatching(/IMSI of the device is not known/) },
    });
    expect(await purposes(deviceId)).toEqual(["client", "server"]);
    expect(await bed.test.sql`select 1 from timers where device_id = ${deviceId}`).toHaveLength(0);
  });

  it("never shows the user's PIN, and has it protect the document", async () => {
    const { devId, deviceId } = await bed.newDevice({ imsi: undefined });
    const { operation } = await bed.start(devId, deviceId, "bootstrap.send", { security: "userpin", pin: "918273" });
    expect(operation.params).toMatchObject({ security: "userpin", pin: "******" });
    const [stored] = await bed.test
      .sql`select params::text from operations where operation_id = ${fromPublicId("op", operation.id)}`;
    expect(stored?.["params"]).not.toContain("918273");
    await bed.work();
    const { push } = bed.channel.sent[0] ?? {};
    const mac = bootstrapMac(Buffer.from("918273"), push?.body ?? new Uint8Array());
    expect(push?.protection).toEqual({ security: "USERPIN", mac });
  });

  it("one of two bootstraps of a device is brought to its end before the other takes its place", async () => {
    const { devId, deviceId } = await bed.newDevice();
    const one = await bed.start(devId, deviceId, "bootstrap.send");
    await bed.work();
    const other = await bed.start(devId, deviceId, "bootstrap.send");
    await bed.test.sql`update wake_ups set due_at = now() where device_id = ${deviceId}`;
    await bed.work();
    expect(
      Buffer.compare(bed.channel.sent[0]?.push.body ?? Buffer.of(1), bed.channel.sent[1]?.push.body ?? Buffer.of(2)),
    ).toBe(0);
    await bed.bootstrapped(devId).signIn();
    expect(await one.task()).toMatchObject({ state: "succeeded" });
    expect(await other.task()).toMatchObject({ state: "queued" });
  });

  it("is sent and proved though more than what is loaded at once is to be done before it, and takes no more than its place", async () => {
    const { devId, deviceId } = await bed.newDevice();
    const first = { priority: 1 };
    for (let count = 0; count < TASKS_LOADED_MAX; count += 1) {
      await bed.start(devId, deviceId, "parameter.get", { uris: [`./DevDetail/${count}`] }, first);
    }
    const { task } = await bed.start(devId, deviceId, "bootstrap.send");
    for (let count = 0; count < TASKS_LOADED_MAX; count += 1) await bed.start(devId, deviceId, "bootstrap.send");
    await bed.work();
    expect(bed.channel.sent.map(({ purpose }) => purpose)).toEqual(["bootstrap"]);
    expect(await task()).toMatchObject({ state: "notified" });
    const next = bed.bootstrapped(devId);
    expect(commandsOf(await next.signIn())).toContain("Get ./DevDetail/0");
    expect(await task()).toMatchObject({ state: "succeeded", outcome: "verified" });
  });

  it("counts a device that calls in before its channel has answered", async () => {
    const { devId, deviceId } = await bed.newDevice();
    const { task } = await bed.start(devId, deviceId, "bootstrap.send");
    bed.channel.answer = async () => {
      await bed.bootstrapped(devId).signIn();
      return { state: "accepted", refs: [] };
    };
    await bed.work();
    expect(await task()).toMatchObject({ state: "succeeded", outcome: "verified" });
    expect(await bed.test.sql`select 1 from wake_up_arrivals where device_id = ${deviceId}`).toHaveLength(1);
  });

  it("waits where two devices use one id, until an administrator has looked", async () => {
    const { devId, deviceId } = await bed.newDevice();
    const { task } = await bed.start(devId, deviceId, "bootstrap.send");
    await bed.test.sql`update devices set held_since = now() where device_id = ${deviceId}`;
    await bed.work();
    expect(bed.channel.sent).toHaveLength(0);
    expect(await task()).toMatchObject({ state: "queued" });
    await bed.test.sql`
      insert into timers (device_id, operation_id, kind, due_at)
      select device_id, operation_id, 'push_timeout', now() from tasks where device_id = ${deviceId}`;
    await timeIsOver(deviceId);
    expect(await task()).toMatchObject({ state: "queued" });
    expect(await bed.test.sql`select 1 from timers where device_id = ${deviceId} and due_at > now()`).toHaveLength(1);
    await resolveCollision(bed.context, { id: toPublicId("dev", deviceId), reason: "the copy was taken in" });
    await bed.work();
    expect(bed.channel.sent).toHaveLength(1);
  });

  it("a document of the profile of OMA DM carries the same account, protected by the PIN", async () => {
    const { devId, deviceId } = await bed.newDevice();
    await bed.start(devId, deviceId, "bootstrap.send", { profile: "dm", security: "userpin", pin: "1234" });
    await bed.work();
    const { push } = bed.channel.sent[0] ?? {};
    expect(push?.contentType).toBe("application/vnd.syncml.dm+wbxml");
    expect(push?.protection?.mac).toBe(bootstrapMac(Buffer.from("1234"), push?.body ?? new Uint8Array()));
  });
});
