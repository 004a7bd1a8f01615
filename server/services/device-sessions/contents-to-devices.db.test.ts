import { generateKeyPairSync, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toPublicId, toTaskId } from "../../ids";
import { type DeviceEndpoint, openDeviceEndpoint } from "../../testing/device-endpoint";
import { deleteContent, readContent, registerSigningKey, retireContent, revokeSigningKey } from "../contents";
import { moveContent, type ReadyContent, readyContent } from "../downloads/testing/ready-content";
import { projectEvents } from "../events/project-events";
import { listOperations, readTask, startOperation } from "../operations";
import { createDeviceStore } from "./device-store";
import { fireTimers } from "./fire-timers";
import { listDeviceSessions } from "./list-device-sessions";
import { recordSession } from "./record-session";
import { readRecordedSession } from "./recorded-session";
import { replaySession } from "./replay-session";
import { UpdateDevice } from "./testing/update-device";

let endpoint: DeviceEndpoint;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
});
afterAll(() => endpoint.close());

async function update(content: ReadyContent, params: object, encoding: "wbxml" | "xml" = "wbxml") {
  const { devId, deviceId, wire } = await endpoint.addDevice({ encoding });
  const operation = await startOperation(endpoint.context, {
    kind: "firmware.update",
    params: { content: content.id, ...params },
    target: { devices: [devId] },
  });
  const operationId = fromPublicId("op", operation.id) ?? "";
  const task = toTaskId(deviceId, operationId);
  return {
    wire,
    device: new UpdateDevice(wire),
    deviceId,
    operationId,
    task: () => readTask(endpoint.context, { id: task }),
  };
}

/** What the device's sessions are as files, each of which runs again alike. */
async function recordings(deviceId: string): Promise<string[]> {
  const id = toPublicId("dev", deviceId);
  const { items } = await listDeviceSessions(endpoint.context, { id });
  const texts: string[] = [];
  for (const { id: sessionId } of items) {
    const { text } = await recordSession(endpoint.context, { deviceId: id, sessionId });
    const recorded = readRecordedSession(Buffer.from(text));
    expect(replaySession(recorded)).toEqual({ exchanges: recorded.messages.length / 2, difference: null });
    texts.push(text);
  }
  return texts;
}

const { sql } = { sql: () => endpoint.test.sql };

describe("a content that goes to a device in its session", () => {
  it("arrives octet by octet, in parts, and its way is counted", async () => {
    const octets = randomBytes(300_000);
    const content = await readyContent(sql(), endpoint.contents, octets);
    const { device, task } = await update(content, { flow: "largeObject" });
    await device.comes();
    expect(device.written.get("./FwUpdate/Update/PkgData")?.equals(octets)).toBe(true);
    expect(await task()).toMatchObject({ state: "succeeded", outcome: "verified" });
    const { downloads } = await task();
    expect(downloads).toMatchObject([{ contentId: content.id, name: "Firmware", size: 300_000, reached: 300_000 }]);
  });

  it.each(["wbxml", "xml"] as const)("is in its recorded session, which runs again alike (%s)", async (encoding) => {
    const content = await readyContent(sql(), endpoint.contents, randomBytes(50_001));
    const { device, deviceId } = await update(content, { flow: "largeObject" }, encoding);
    await device.comes();
    expect(await recordings(deviceId)).toHaveLength(1);
  });

  it("goes on where it was when the device's messages come to another process", async () => {
    const octets = randomBytes(100_000);
    const content = await readyContent(sql(), endpoint.contents, octets);
    const { wire, device, task } = await update(content, { flow: "largeObject" });
    await device.comes(async () => wire.reconnect());
    expect(device.written.get("./FwUpdate/Update/PkgData")?.equals(octets)).toBe(true);
    expect(await task()).toMatchObject({ state: "succeeded" });
  });

  it("is begun again in the next session of a device that left in the middle of it", async () => {
    const octets = randomBytes(100_000);
    const content = await readyContent(sql(), endpoint.contents, octets);
    const { device, task } = await update(content, { flow: "largeObject" });
    const leaves = async () => {
      if (device.octets > 0) throw new Error("left");
    };
    await expect(device.comes(leaves)).rejects.toThrow("left");
    await device.comes();
    expect(device.written.get("./FwUpdate/Update/PkgData")?.subarray(-octets.length).equals(octets)).toBe(true);
    expect(await task()).toMatchObject({ state: "succeeded", outcome: "verified" });
  });

  it("stops in the middle when it is withdrawn, and the task says so", async () => {
    const content = await readyContent(sql(), endpoint.contents, randomBytes(300_000));
    const { device, task } = await update(content, { flow: "largeObject" });
    await device.comes(async (count) => {
      if (count === 8) await moveContent(sql(), content.uuid, "quarantined");
    });
    expect(device.written.get("./FwUpdate/Update/PkgData")?.length).toBeLessThan(300_000);
    expect(await task()).toMatchObject({ state: "failed", reason: { code: "content_withdrawn" } });
  });
});

describe("a content that a device is told to fetch", () => {
  it("is offered within the message that the plan asks for it in, at an address that is kept nowhere", async () => {
    const content = await readyContent(sql(), endpoint.contents, randomBytes(1_000));
    const { device, task, deviceId, operationId } = await update(content, { flow: "staged" });
    await device.comes();
    const [recording = ""] = await recordings(deviceId);
    const url = device.written.get("./FwUpdate/Download/PkgURL")?.toString() ?? "";
    const descriptor = await (await fetch(url)).text();
    const [, objectUri = ""] = /<objectURI>([^<]+)</.exec(descriptor) ?? [];
    expect((await (await fetch(objectUri)).arrayBuffer()).byteLength).toBe(1_000);
    expect(await task()).toMatchObject({ state: "waiting_device" });
    const token = url.split("/")[4] ?? "";
    expect(token).toHaveLength(27);
    for (const { body } of readRecordedSession(Buffer.from(recording)).messages) {
      expect(Buffer.from(body).toString("latin1")).not.toContain(token);
    }
    for (const table of ["results", "download_grants", "device_nodes", "device_live", "outbox", "operations"]) {
      const rows = await sql().unsafe(`select t::text as row from ${table} t`);
      expect([table, rows.filter(({ row }) => String(row).includes(token)).length]).toEqual([table, 0]);
    }
    const stored = await sql()`select data from results where operation_id = ${operationId}`;
    expect(JSON.stringify(stored)).toContain('"kind":"offer"');
  });

  it("is not offered when it was withdrawn since the operation was started", async () => {
    const content = await readyContent(sql(), endpoint.contents, randomBytes(1_000));
    const { device, task } = await update(content, {});
    await moveContent(sql(), content.uuid, "quarantined");
    await device.comes();
    expect(device.written.size).toBe(0);
    expect(await task()).toMatchObject({ state: "failed", reason: { code: "content_withdrawn" } });
  });

  it("is still given to whom it was meant for when it is retired meanwhile, and kept until they are done", async () => {
    const { context } = endpoint;
    const octets = randomBytes(1_000);
    const content = await readyContent(sql(), endpoint.contents, octets);
    const { device, task, operationId } = await update(content, { flow: "largeObject" });
    expect((await readContent(context, { id: content.id })).usedBy).toEqual({ operations: 1, tasks: 1 });
    expect((await retireContent(context, { id: content.id })).usedBy).toEqual({ operations: 1, tasks: 1 });
    await expect(deleteContent(context, { id: content.id })).rejects.toThrow(/still need it/);
    const named = await listOperations(context, { content: content.id });
    expect(named.items.map(({ id }) => id)).toEqual([toPublicId("op", operationId)]);
    await expect(update(content, {})).rejects.toMatchObject({ code: "CONTENT_NOT_READY" });

    await device.comes();
    expect(device.written.get("./FwUpdate/Update/PkgData")?.equals(octets)).toBe(true);
    expect(await task()).toMatchObject({ state: "succeeded", outcome: "verified" });
    while ((await projectEvents(sql())) > 0);
    expect((await readContent(context, { id: content.id })).usedBy).toEqual({ operations: 0, tasks: 0 });
    expect((await deleteContent(context, { id: content.id })).state).toBe("retired");
  });

  it("is given to nobody any more when it is retired and the key that signed it is revoked", async () => {
    const publicKey = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" });
    const { id } = await registerSigningKey(endpoint.context, { owner: "Acme", publicKey });
    const signed = { signingKeyId: fromPublicId("sgk", id) };
    const content = await readyContent(sql(), endpoint.contents, randomBytes(1_000), signed);
    const { device, task } = await update(content, {});
    await moveContent(sql(), content.uuid, "retired");
    await revokeSigningKey(endpoint.context, { id, reason: "lost" });
    await device.comes();
    expect(device.written.size).toBe(0);
    expect(await task()).toMatchObject({ state: "failed", reason: { code: "content_withdrawn" } });
  });

  it("and what the device posts afterwards moves its task, once", async () => {
    const content = await readyContent(sql(), endpoint.contents, randomBytes(1_000));
    const { device, task } = await update(content, { flow: "staged" });
    await device.comes();
    const url = device.written.get("./FwUpdate/Download/PkgURL")?.toString().replace("/descriptor", "/notify") ?? "";
    const before = await task();
    const say = async (body: string) => (await fetch(url, { method: "POST", body })).status;
    expect(await say("952 Device Aborted")).toBe(200);
    expect(await say("952 Device Aborted")).toBe(200);
    const after = await task();
    expect(before.state).toBe("waiting_device");
    expect(after.steps.length).toBeGreaterThan(before.steps.length);
    expect(after.downloads).toMatchObject([{ report: { code: 952, text: "Device Aborted" } }]);
    const rows = await sql()`select data from results where data::text like '%"report"%'`;
    expect(rows).toHaveLength(1);
  });

  it("and what it posts of an attempt that is over is nothing to the next one", async () => {
    const content = await readyContent(sql(), endpoint.contents, randomBytes(1_000));
    const { device, task, deviceId } = await update(content, { flow: "staged" });
    await device.comes();
    const url = device.written.get("./FwUpdate/Download/PkgURL")?.toString().replace("/descriptor", "/notify") ?? "";
    for (let wait = 0; wait < 2; wait += 1) {
      await sql()`update timers set due_at = now() where device_id = ${deviceId}`;
      await fireTimers(sql(), createDeviceStore(sql()));
    }
    expect(await task()).toMatchObject({ state: "queued", attempt: 2, reason: { code: "retry_backoff" } });
    const say = async () => (await fetch(url, { method: "POST", body: "952 Device Aborted" })).status;
    expect(await say()).toBe(200);
    await sql()`update tasks set retry_at = now() where device_id = ${deviceId}`;
    expect(await say()).toBe(200);
    await device.comes();
    expect(await task()).toMatchObject({ state: "waiting_device", attempt: 2 });
    const [timer] =
      await sql()`select due_at > now() + interval '1 hour' as long from timers where device_id = ${deviceId}`;
    expect(timer).toEqual({ long: true });
  });
});
