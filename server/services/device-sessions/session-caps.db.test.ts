import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { fromPublicId, toTaskId } from "../../ids";
import type { SyncmlMessage } from "../../oma-dm";
import { type DeviceEndpoint, openDeviceEndpoint } from "../../testing/device-endpoint";
import { findViolations } from "../../testing/invariants";
import { readTask, startOperation } from "../operations";
import { createSilenceWatch } from "./close-silent-sessions";
import { createDeviceStore } from "./device-store";
import { commandsOf, headerStatus } from "./testing/wire-device";

const MESSAGES_MAX = 1_000;
const IDLE_MAX = 20;
const AGE_SECONDS_MAX = 1_800;
const SILENCE_SECONDS_MAX = 120;
const FIRMWARE = "./DevDetail/FwV";
const RESET = "./Vendor/Reset";

let endpoint: DeviceEndpoint;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  expect(await findViolations(endpoint.test.sql)).toEqual([]);
  await endpoint.close();
});

/** A device in a session, with a Get out that it has not answered. */
async function inSession() {
  const device = await endpoint.addDevice();
  const { id } = await startOperation(endpoint.context, {
    kind: "parameter.get",
    params: { uris: [FIRMWARE] },
    target: { devices: [device.devId] },
  });
  await device.wire.signIn();
  const asked = await device.wire.signIn();
  const { url } = device.wire;
  return { ...device, asked, url, taskId: toTaskId(device.deviceId, fromPublicId("op", id) ?? "") };
}

type InSession = Awaited<ReturnType<typeof inSession>>;

const alertsOf = (message: SyncmlMessage): readonly string[] =>
  message.commands.flatMap((command) => (command.name === "Alert" ? [command.data] : []));

/** Part of a package that brings nothing new: the device is asked to go on. */
const sayNothing = ({ wire, url }: InSession) => wire.send([], { url, final: false });

const sayNews = ({ wire, url }: InSession, at: number) =>
  wire.send(
    [{ name: "Alert", cmdId: "1", data: "1226", items: [{ source: { locUri: "./Battery" }, data: `${at}` }] }],
    { url, final: false },
  );

/** The virtual clock of this process goes on; that of the database is told in the row. */
async function pass(seconds: number, deviceId: string, column: "session_started_at" | "last_contact_at") {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1_000 });
  const { sql } = endpoint.test;
  if (column === "session_started_at") {
    // Old, yet heard of a moment ago.
    await sql`update device_live set last_contact_at = ${new Date().toISOString()} where device_id = ${deviceId}`;
  }
}

/** The session is over by Session Abort, its commands go back to the queue, and the device finishes in another. */
async function expectAborted(device: InSession, answer: SyncmlMessage): Promise<void> {
  expect(alertsOf(answer)).toEqual(["1223"]);
  expect(commandsOf(answer).filter((command) => !command.startsWith("Alert"))).toEqual([]);
  expect(answer.header.respUri).toBeUndefined();
  const { sql } = endpoint.test;
  const [live] = await sql`select session_key, resp_token_hash from device_live where device_id = ${device.deviceId}`;
  expect(live).toEqual({ session_key: null, resp_token_hash: null });
  const ended = await sql`select outcome from dm_sessions where device_id = ${device.deviceId}`;
  expect([...ended]).toEqual([{ outcome: "aborted_by_server" }]);
  expect((await readTask(endpoint.context, { id: device.taskId })).state).toBe("queued");
  vi.useRealTimers();
  const { wire } = device;
  wire.hangUp();
  let next = await wire.signIn({ sessionId: "2" });
  if (headerStatus(next) !== 212) next = await wire.signIn({ sessionId: "2" });
  await wire.send(wire.answersTo(next, () => ({ status: 200, value: "1.3" })));
  expect((await readTask(endpoint.context, { id: device.taskId })).state).toBe("succeeded");
}

describe("trust:dm-session-caps: a session ends by 1223", () => {
  let right = 0;
  afterAll(() => console.log(`dm-session-caps ${right}/5`));

  it("at the message after the thousandth", async () => {
    const device = await inSession();
    for (let sent = 3; sent <= MESSAGES_MAX; sent += 1) {
      expect(alertsOf(await sayNews(device, sent))).toEqual(["1222"]);
    }
    await expectAborted(device, await sayNews(device, MESSAGES_MAX + 1));
    right += 1;
  }, 60_000);

  it("at the message after twenty that bring nothing", async () => {
    const device = await inSession();
    for (let idle = 1; idle <= IDLE_MAX; idle += 1) expect(alertsOf(await sayNothing(device))).toEqual(["1222"]);
    await expectAborted(device, await sayNothing(device));
    right += 1;
  });

  it("after 30 minutes, not a moment before", async () => {
    const device = await inSession();
    await pass(AGE_SECONDS_MAX - 60, device.deviceId, "session_started_at");
    device.wire.reconnect();
    expect(alertsOf(await sayNews(device, 1))).toEqual(["1222"]);
    await pass(120, device.deviceId, "session_started_at");
    device.wire.reconnect();
    await expectAborted(device, await sayNews(device, 2));
    right += 1;
  });

  it("after 120 seconds of silence, not a moment before", async () => {
    const device = await inSession();
    await pass(SILENCE_SECONDS_MAX - 20, device.deviceId, "last_contact_at");
    expect(alertsOf(await sayNews(device, 1))).toEqual(["1222"]);
    await pass(SILENCE_SECONDS_MAX + 20, device.deviceId, "last_contact_at");
    await expectAborted(device, await sayNews(device, 2));
    right += 1;
  });

  it("or is closed by the server where the silent device does not come back: its tasks are queued and it is woken", async () => {
    const device = await inSession();
    const { sql } = endpoint.test;
    const { id } = await startOperation(endpoint.context, {
      kind: "node.execute",
      params: { uri: RESET },
      target: { devices: [device.devId] },
    });
    expect(id).toMatch(/^op_/);
    const watch = createSilenceWatch(sql, createDeviceStore(sql));
    const isOpen = async () =>
      (await sql`select session_key from device_live where device_id = ${device.deviceId}`)[0]?.["session_key"] !==
      null;
    const hearAgo = (seconds: number) =>
      sql`update device_live set last_contact_at = now() - make_interval(secs => ${seconds}) where device_id = ${device.deviceId}`;
    await hearAgo(SILENCE_SECONDS_MAX - 20);
    await watch.round();
    expect(await isOpen()).toBe(true);
    await hearAgo(SILENCE_SECONDS_MAX + 1);
    await watch.round();
    expect(await isOpen()).toBe(false);
    expect((await readTask(endpoint.context, { id: device.taskId })).state).toBe("queued");
    expect(await sql`select 1 from wake_ups where device_id = ${device.deviceId}`).toHaveLength(1);
    const late = await sayNews(device, 1);
    expect([401, 407]).toContain(headerStatus(late));
    right += 1;
  });
});
