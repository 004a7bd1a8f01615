import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deviceIdOf, fromPublicId, toTaskId } from "../../ids";
import { type DeviceEndpoint, openDeviceEndpoint } from "../../testing/device-endpoint";
import { findViolations } from "../../testing/invariants";
import { readyContent } from "../downloads/testing/ready-content";
import { readTask, startOperation } from "../operations";
import { expireTasks } from "../operations/expire-tasks";
import { isRiskyKind, kindsExcludeEachOther, operationKinds } from "../operations/kinds";
import { createDeviceStore, TASKS_LOADED_MAX } from "./device-store";
import { fireTimers } from "./fire-timers";
import { headerStatus, type WireDevice } from "./testing/wire-device";

const ROOT = "./FwUpdate/Pkg1";
const EXEC = `${ROOT}/DownloadAndUpdate`;
const TYPE = "org.openmobilealliance.dm.firmwareupdate.downloadandupdate";
const MESSAGES_MAX = 60;

let endpoint: DeviceEndpoint;
let content: string;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
  content = (await readyContent(endpoint.test.sql, endpoint.contents, Buffer.from("firmware"), { version: "2" })).id;
});
afterAll(async () => {
  expect(await findViolations(endpoint.test.sql)).toEqual([]);
  await endpoint.close();
});

/** A device at version 1 that begins every update it is told to, and what it was told. */
class BusyDevice {
  readonly correlators: string[] = [];

  constructor(
    readonly devId: string,
    private readonly wire: WireDevice,
  ) {}

  async comes(extra: Parameters<WireDevice["send"]>[0] = []): Promise<void> {
    this.wire.hangUp();
    let heard = await this.wire.signIn({ extra });
    if (headerStatus(heard) !== 212) heard = await this.wire.signIn({ extra });
    for (let count = 0; count < MESSAGES_MAX && heard.commands.some(({ name }) => name !== "Status"); count += 1) {
      for (const command of heard.commands)
        if (command.name === "Exec") this.correlators.push(command.correlator ?? "");
      heard = await this.wire.send(this.wire.answersTo(heard, answerTo));
    }
  }

  reports(data: string, correlator: string): Promise<void> {
    const item = { source: { locUri: EXEC }, meta: { type: TYPE, format: "int" }, data };
    return this.comes([{ name: "Alert", cmdId: "9", data: "1226", items: [item], correlator }]);
  }
}

function answerTo(uri: string): { status: number; value?: string } {
  if (uri === "./DevDetail/FwV") return { status: 200, value: "1" };
  if (uri === EXEC) return { status: 202 };
  return { status: uri.endsWith("PkgURL") ? 200 : 405 };
}

async function newDevice(): Promise<BusyDevice> {
  const { devId, wire } = await endpoint.addDevice();
  return new BusyDevice(devId, wire);
}

async function updateOf({ devId }: BusyDevice, priority = 5) {
  const operation = await startOperation(endpoint.context, {
    kind: "firmware.update",
    params: { content, root: ROOT, flow: "downloadAndUpdate" },
    target: { devices: [devId] },
    priority,
  });
  const id = toTaskId(deviceIdOf("live", devId), fromPublicId("op", operation.id) ?? "");
  return () => readTask(endpoint.context, { id });
}

async function readOf({ devId }: BusyDevice) {
  const params = { uris: ["./DevDetail/FwV"] };
  const operation = await startOperation(endpoint.context, {
    kind: "parameter.get",
    params,
    target: { devices: [devId] },
  });
  const id = toTaskId(deviceIdOf("live", devId), fromPublicId("op", operation.id) ?? "");
  return () => readTask(endpoint.context, { id });
}

describe("kinds that may not run on a device at the same time", () => {
  it("are kinds that may be held back: others that they keep from being read are looked for by that", () => {
    const excluding = operationKinds.filter((one) => operationKinds.some((other) => kindsExcludeEachOther(one, other)));
    expect(excluding.length).toBeGreaterThan(0);
    expect(excluding.filter(({ kind }) => !isRiskyKind(kind))).toEqual([]);
  });

  it("are, but for bootstraps, firmware and software without its inventory, as wake_for_late_operations has it", () => {
    const isOne = ({ kind }: { readonly kind: string }) =>
      /^(firmware|software)\./.test(kind) && kind !== "software.inventory";
    for (const one of operationKinds) {
      for (const other of operationKinds.filter(({ kind }) => kind !== "bootstrap.send")) {
        expect(kindsExcludeEachOther(one, other), `${one.kind}, ${other.kind}`).toBe(isOne(one) && isOne(other));
      }
    }
  });
});

describe("two operations that may not run on a device at the same time", () => {
  it("run one after the other: the second is sent nothing while the device works on the first", async () => {
    const device = await newDevice();
    const [first, second] = [await updateOf(device), await updateOf(device)];
    // More often than a task may be left in the middle.
    for (let session = 0; session < 7; session += 1) await device.comes();
    expect(device.correlators).toHaveLength(1);
    expect(await first()).toMatchObject({ state: "waiting_device" });
    expect(await second()).toMatchObject({ state: "queued", attempt: 1, reason: { code: "behind_other_operation" } });
    expect(await second()).toMatchObject({ startedAt: null, steps: [{ status: null }] });
  });

  it("the second begins in the session in which the first ends", async () => {
    const device = await newDevice();
    const [first, second] = [await updateOf(device), await updateOf(device)];
    await device.comes();
    await device.reports("401", device.correlators[0] ?? "");
    expect(await first()).toMatchObject({ state: "failed", reason: { code: "refused_by_user" } });
    expect(device.correlators).toHaveLength(2);
    expect(await second()).toMatchObject({ state: "waiting_device" });
  });

  it("the second begins while the first waits for its next attempt, which then waits for the second", async () => {
    const device = await newDevice();
    const [first, second] = [await updateOf(device), await updateOf(device)];
    await device.comes();
    await device.reports("503", device.correlators[0] ?? "");
    expect(await first()).toMatchObject({ state: "queued", attempt: 2, reason: { code: "retry_backoff" } });
    expect(await second()).toMatchObject({ state: "waiting_device" });
    await endpoint.test.sql`update tasks set retry_at = now() where device_id = ${deviceIdOf("live", device.devId)}`;
    await device.comes();
    expect(device.correlators).toHaveLength(2);
    await device.reports("401", device.correlators[1] ?? "");
    expect(await second()).toMatchObject({ state: "failed" });
    expect(await first()).toMatchObject({ state: "waiting_device", attempt: 2 });
  });

  it("the device is not woken again and again for the second while it works on the first", async () => {
    const device = await newDevice();
    await updateOf(device);
    await updateOf(device);
    await device.comes();
    const deviceId = deviceIdOf("live", device.devId);
    expect(await endpoint.test.sql`select from wake_ups where device_id = ${deviceId}`).toHaveLength(0);
  });

  it.each(["its operation's time is over", "its report does not come in time"])(
    "the device is woken for the second when the first ends beside any session, since %s",
    async (why) => {
      const { sql } = endpoint.test;
      const device = await newDevice();
      const deviceId = deviceIdOf("live", device.devId);
      const first = await updateOf(device);
      await device.comes();
      const second = await updateOf(device);
      await device.comes();
      expect(await sql`select from wake_ups where device_id = ${deviceId}`).toHaveLength(0);
      if (why.startsWith("its operation")) {
        const operationId = fromPublicId("op", (await first()).operationId);
        await sql`update operations set expires_at = now() where operation_id = ${operationId}`;
        await expireTasks(sql, createDeviceStore(sql));
      } else {
        for (let wait = 0; wait < 2; wait += 1) {
          await sql`delete from wake_ups where device_id = ${deviceId}`;
          await sql`update timers set due_at = now() where device_id = ${deviceId}`;
          await fireTimers(sql, createDeviceStore(sql));
        }
      }
      expect((await first()).finishedAt).not.toBeNull();
      const woken = await sql`select due_at <= now() as due from wake_ups where device_id = ${deviceId}`;
      expect([...woken]).toEqual([{ due: true }]);
      await device.comes();
      expect(await second()).toMatchObject({ state: "waiting_device" });
    },
  );

  it("a more urgent one waits for the one that has begun", async () => {
    const device = await newDevice();
    const first = await updateOf(device);
    await device.comes();
    const urgent = await updateOf(device, 0);
    await device.comes();
    expect(device.correlators).toHaveLength(1);
    expect(await first()).toMatchObject({ state: "waiting_device" });
    expect(await urgent()).toMatchObject({ state: "queued", reason: { code: "behind_other_operation" } });
  });

  it("one of another kind goes on beside them, however many they are", async () => {
    const device = await newDevice();
    for (let count = 0; count < TASKS_LOADED_MAX + 2; count += 1) await updateOf(device);
    const read = await readOf(device);
    await device.comes();
    expect(await read()).toMatchObject({ state: "succeeded" });
    expect(device.correlators).toHaveLength(1);
  });

  it("nor are those that are held back in the way of what may run, however many", async () => {
    const device = await newDevice();
    await endpoint.test.sql`update devices set held_since = now() where dev_id = ${device.devId}`;
    for (let count = 0; count < TASKS_LOADED_MAX; count += 1) await updateOf(device);
    const read = await readOf(device);
    await device.comes();
    expect(await read()).toMatchObject({ state: "succeeded" });
    expect(device.correlators).toEqual([]);
  });
});
