import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deviceIdOf, fromPublicId, toTaskId } from "../../ids";
import type { SyncmlMessage } from "../../oma-dm";
import { type DeviceEndpoint, openDeviceEndpoint } from "../../testing/device-endpoint";
import { findViolations } from "../../testing/invariants";
import { readyContent } from "../downloads/testing/ready-content";
import { readTask, startOperation } from "../operations";
import { createDeviceStore } from "./device-store";
import { fireTimers } from "./fire-timers";
import { headerStatus, type WireDevice } from "./testing/wire-device";

const ROOT = "./FwUpdate/Pkg1";
const EXEC = `${ROOT}/DownloadAndUpdate`;
const TYPE = "org.openmobilealliance.dm.firmwareupdate.downloadandupdate";
const MESSAGES_MAX = 30;

let endpoint: DeviceEndpoint;
let content: string;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
  content = (await readyContent(endpoint.test.sql, endpoint.contents, Buffer.from("firmware"), { version: "2" })).id;
});
afterAll(() => endpoint.close());

/** A device that does what it is told, and what it heard while it did. */
class UpdatedDevice {
  version = "1";
  execStatus = 202;
  /** Correlators of the Execs, and values written, in their order. */
  readonly correlators: string[] = [];
  readonly written: string[] = [];

  constructor(
    readonly devId: string,
    private readonly wire: WireDevice,
  ) {}

  /** One session, from package 1 to the server's last word. */
  async comes(extra: SyncmlMessage["commands"] = []): Promise<void> {
    this.wire.hangUp();
    let heard = await this.wire.signIn({ extra });
    if (headerStatus(heard) !== 212) heard = await this.wire.signIn({ extra });
    for (let count = 0; count < MESSAGES_MAX && heard.commands.some(({ name }) => name !== "Status"); count += 1) {
      this.#note(heard);
      heard = await this.wire.send(this.wire.answersTo(heard, (uri) => this.#answer(uri)));
    }
  }

  reports(data: string, correlator: string | undefined = this.correlators.at(-1)): Promise<void> {
    const item = { source: { locUri: EXEC }, meta: { type: TYPE, format: "int" }, data };
    return this.comes([{ name: "Alert", cmdId: "9", data: "1226", items: [item], ...(correlator && { correlator }) }]);
  }

  #note(heard: SyncmlMessage): void {
    for (const command of heard.commands) {
      if (command.name === "Exec") this.correlators.push(command.correlator ?? "");
      if (command.name === "Replace") this.written.push(String(command.items[0]?.data));
    }
  }

  #answer(uri: string): { status: number; value?: string } {
    if (uri === "./DevDetail/FwV") return { status: 200, value: this.version };
    if (uri === `${ROOT}/State`) return { status: 200, value: this.version === "1" ? "10" : "100" };
    if (uri === EXEC) return { status: this.execStatus };
    return { status: uri.endsWith("PkgURL") ? 200 : 405 };
  }
}

async function updated(timeouts = {}): Promise<UpdatedDevice & { task(): ReturnType<typeof readTask> }> {
  const { devId, wire } = await endpoint.addDevice();
  const operation = await startOperation(endpoint.context, {
    kind: "firmware.update",
    params: { content, root: ROOT, flow: "downloadAndUpdate", timeouts },
    target: { devices: [devId] },
  });
  const id = toTaskId(deviceIdOf("live", devId), fromPublicId("op", operation.id) ?? "");
  return Object.assign(new UpdatedDevice(devId, wire), { task: () => readTask(endpoint.context, { id }) });
}

/** The time that the device's task waits for is over. */
async function timePasses({ devId }: UpdatedDevice): Promise<void> {
  const { sql } = endpoint.test;
  const deviceId = deviceIdOf("live", devId);
  const late = await sql`update timers set due_at = now() where device_id = ${deviceId} returning 1`;
  await sql`update tasks set retry_at = now() where device_id = ${deviceId} and retry_at > now()`;
  expect(late).toHaveLength(1);
  await fireTimers(sql, createDeviceStore(sql));
}

const timersOf = async ({ devId }: UpdatedDevice) =>
  Number(
    (await endpoint.test.sql`select count(*) from timers where device_id = ${deviceIdOf("live", devId)}`)[0]?.["count"],
  );

describe("a firmware update over sessions", () => {
  it("is told where the package is, waits for the report in a later session, and proves the version there", async () => {
    const device = await updated();
    await device.comes();
    expect(await device.task()).toMatchObject({ state: "waiting_device", outcome: null });
    expect(device.written).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/dl\/.+\/descriptor$/)]);
    device.version = "2";
    await device.reports("200");
    expect(await device.task()).toMatchObject({
      state: "succeeded",
      outcome: "verified",
      result: { code: 200, fromVersion: "1", toVersion: "2", verified: true, state: 100 },
    });
    expect(await timersOf(device)).toBe(0);
  });

  it("is not ended twice, nor changed, by reports that come after its end", async () => {
    const device = await updated();
    await device.comes();
    await device.reports("410");
    const ended = await device.task();
    expect(ended).toMatchObject({ state: "queued", attempt: 2, reason: { code: "retry_backoff" } });
    const refused = await updated();
    await refused.comes();
    await refused.reports("401");
    const end = await refused.task();
    expect(end).toMatchObject({ state: "failed", outcome: "refused", reason: { code: "refused_by_user" } });
    refused.version = "2";
    await refused.reports("200");
    await refused.reports("401", undefined);
    expect(await refused.task()).toEqual(end);
    expect(await findViolations(endpoint.test.sql)).toEqual([]);
  });

  it("is not moved by the report of another device, also where that has its Correlator", async () => {
    const [device, other] = [await updated(), await updated()];
    await device.comes();
    await other.comes();
    await other.reports("401", device.correlators[0]);
    expect(await device.task()).toMatchObject({ state: "waiting_device" });
    expect(await other.task()).toMatchObject({ state: "waiting_device" });
    await other.reports("401");
    expect(await other.task()).toMatchObject({ state: "failed" });
    expect(await device.task()).toMatchObject({ state: "waiting_device" });
  });

  it("whose report of the first attempt comes late is not ended by it in the second", async () => {
    const device = await updated();
    await device.comes();
    await device.reports("503");
    expect(await device.task()).toMatchObject({ state: "queued", attempt: 2 });
    await timePasses(device);
    await device.comes();
    expect(device.correlators).toHaveLength(2);
    await device.reports("503", device.correlators[0]);
    expect(await device.task()).toMatchObject({ state: "waiting_device", attempt: 2 });
  });

  it("is read back when no report came in time, and unconfirmed when that does not show it", async () => {
    const device = await updated();
    await device.comes();
    await timePasses(device);
    expect(await device.task()).toMatchObject({ state: "queued" });
    await device.comes();
    expect(await device.task()).toMatchObject({
      state: "failed",
      outcome: "unconfirmed",
      reason: { code: "timed_out" },
      result: { code: null, seenVersion: "1", verified: false },
    });
    expect(await timersOf(device)).toBe(0);
  });

  it("of a device that never comes again ends all the same", async () => {
    const device = await updated();
    await device.comes();
    await timePasses(device);
    expect(await device.task()).toMatchObject({ state: "queued" });
    await timePasses(device);
    expect(await device.task()).toMatchObject({
      state: "failed",
      outcome: "unconfirmed",
      reason: { code: "timed_out" },
      result: { seenVersion: null },
    });
    expect(await timersOf(device)).toBe(0);
    expect(await findViolations(endpoint.test.sql)).toEqual([]);
  });
});
