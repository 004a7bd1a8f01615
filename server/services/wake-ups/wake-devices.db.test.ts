import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SendResult } from "../../adapters/channels";
import { fromPublicId, newUuid, toPublicId, toTaskId } from "../../ids";
import { DEFAULT_NONCES, readPackage0, verifyPackage0 } from "../../oma-dm/security";
import { findViolations } from "../../testing/invariants";
import { createDeviceStore } from "../device-sessions";
import { BED_DM_URL, openSessionBed, type SessionBed } from "../device-sessions/testing/session-bed";
import { projectEvents } from "../events/project-events";
import { readTask, startOperation } from "../operations";
import { releaseScheduledOperations } from "../operations/release-scheduled-operations";
import { askWakeUp } from "./ask-wake-up";
import { takeSlot } from "./channel-slots";
import { claimWakeUps } from "./claim-wake-ups";
import { countArrivals } from "./count-arrivals";
import { DELAY_BOUNDS_SECONDS } from "./delays";
import { storeReceipt } from "./store-receipt";
import { channelsOf, type ScriptedChannel, scriptedChannel } from "./testing/scripted-channel";
import { createWakeUps, type WakeOptions } from "./wake-devices";

const REJECTED: SendResult = { state: "rejected", code: "11", problem: "The number is none." };
let bed: SessionBed;
let udp: ScriptedChannel;
let smpp: ScriptedChannel;
const errors: unknown[] = [];
let count = 0;

beforeAll(async () => {
  bed = await openSessionBed();
});
beforeEach(() => {
  udp = scriptedChannel("udp", ["ip"]);
  smpp = scriptedChannel("smpp", ["msisdn"]);
});
afterAll(async () => {
  for (let round = 0; round < 50 && (await projectEvents(bed.test.sql)) > 0; round += 1);
  expect(await findViolations(bed.test.sql)).toEqual([]);
  expect(errors).toEqual([]);
  await bed.close();
});

function worker(facts: Partial<WakeOptions> = {}) {
  const wakeUps = createWakeUps({
    sql: bed.test.sql,
    store: createDeviceStore(bed.test.sql),
    sealer: bed.context.sealer,
    channels: channelsOf(udp, smpp),
    dmUrl: BED_DM_URL,
    workerId: newUuid(),
    pausesSeconds: [60, 300, 1_800],
    rates: new Map(),
    observe: () => {},
    onError: (error) => errors.push(error),
    ...facts,
  });
  return {
    async round() {
      const claimed = await wakeUps.round();
      await wakeUps.settled();
      return claimed;
    },
  };
}

/** A device with udp first and smpp second, on which an operation waits. */
async function sleeper(facts: Record<string, unknown> = {}) {
  count += 1;
  const { devId, deviceId, serverSecret, wire } = await bed.newDevice({
    server: { type: "md5", name: "dmwsi" },
    facts: {
      msisdn: `4917${String(count).padStart(8, "0")}`,
      manufacturer: "Hanseat",
      model: "R5",
      channels: [{ kind: "udp", address: "127.0.0.1:2948" }, { kind: "smpp" }],
      ...facts,
    },
  });
  const operation = await startOperation(bed.context, {
    kind: "parameter.get",
    params: { uris: ["./DevInfo/Man"] },
    target: { devices: [devId] },
  });
  const taskId = toTaskId(deviceId, fromPublicId("op", operation.id) ?? "");
  return { devId, deviceId, serverSecret, device: wire(), task: () => readTask(bed.context, { id: taskId }) };
}

const dueNow = (deviceId: string) =>
  bed.test.sql`update wake_ups set due_at = now() where device_id = ${deviceId} and due_at <> 'infinity'`;

async function rowOf(deviceId: string) {
  const [row] = await bed.test.sql`
    select channel, attempt, problem, session_id, extract(epoch from due_at - now())::float8 as seconds, due_at = 'infinity' as given_up
    from wake_ups where device_id = ${deviceId}`;
  return row;
}

describe("waking devices", () => {
  it("signs the second and third notification on a default nonce, while the device may sign in on it", async () => {
    const { deviceId, serverSecret } = await sleeper();
    const invited: boolean[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await worker().round();
      const [row] = await bed.test.sql`select is_open from resync_invitations where device_id = ${deviceId}`;
      invited.push(row?.["is_open"] === true);
      if (attempt < 2) await dueNow(deviceId);
    }
    expect(invited).toEqual([false, true, true]);
    const secret = Buffer.from(serverSecret);
    const nonces = [new Uint8Array(), ...DEFAULT_NONCES];
    const fitting = udp.sent.map(({ push }) => {
      const notification = readPackage0(push.body);
      return nonces.findIndex((nonce) => notification && verifyPackage0(notification, secret, nonce));
    });
    expect(fitting).toEqual([0, 1, 2]);
  });

  it("lets a device sign in on a default nonce when the notification on it goes out, not while that waits", async () => {
    const { deviceId } = await sleeper();
    const invitations = () => bed.test.sql`select is_open from resync_invitations where device_id = ${deviceId}`;
    await worker().round();
    await dueNow(deviceId);
    await takeSlot(bed.test.sql, "udp", 1_000);
    await worker({ rates: new Map([["udp", 1]]) }).round();
    expect(udp.sent).toHaveLength(1);
    expect(await invitations()).toEqual([]);
    await dueNow(deviceId);
    await worker({ rates: new Map([["udp", 1]]) }).round();
    expect(udp.sent).toHaveLength(2);
    expect(await invitations()).toMatchObject([{ is_open: true }]);
    await bed.test.sql`delete from channel_budgets`;
  });

  it("signs the first notification on another channel with the device's nonce, whatever was tried before", async () => {
    const { deviceId, serverSecret } = await sleeper();
    await worker().round();
    await bed.test.sql`update devices set channels = '[{"kind": "smpp"}]' where device_id = ${deviceId}`;
    await dueNow(deviceId);
    await worker().round();
    const notification = readPackage0(smpp.sent[0]?.push.body ?? new Uint8Array());
    expect(notification && verifyPackage0(notification, Buffer.from(serverSecret), new Uint8Array())).toBe(true);
  });

  it("tries the first channel three times, then the next with the device's own number, then says that it gave up", async () => {
    const { deviceId, task } = await sleeper();
    for (const seconds of [60, 300, 1_800, 60, 300]) {
      expect(await worker().round()).toBe(1);
      expect((await rowOf(deviceId))?.["seconds"]).toBeCloseTo(seconds, -1);
      expect(await task()).toMatchObject({ state: "notified", reason: { code: "device_asleep" } });
      expect((await task()).reason?.nextAttemptAt).not.toBeNull();
      await dueNow(deviceId);
    }
    await worker().round();
    expect(await rowOf(deviceId)).toMatchObject({ given_up: true });
    expect([udp.sent.length, smpp.sent.length]).toEqual([3, 3]);
    expect(udp.sent[0]?.to).toBe("127.0.0.1:2948");
    expect(smpp.sent[0]?.to).toMatch(/^4917/);
    const sessions = [...udp.sent, ...smpp.sent].map(({ push }) => readPackage0(push.body)?.sessionId);
    expect(new Set(sessions).size).toBe(1);
    expect(await worker().round()).toBe(0);
    expect(await task()).toMatchObject({ state: "notified", reason: { code: "device_asleep", nextAttemptAt: null } });
  });

  it("tries from the first channel on for what is started while the last attempt is on its way", async () => {
    const { devId, deviceId } = await sleeper({ channels: [{ kind: "udp", address: "127.0.0.1" }] });
    const params = { uris: ["./DevInfo/Mod"] };
    udp.answer = async () => {
      if (udp.sent.length === 1) {
        await startOperation(bed.context, { kind: "parameter.get", params, target: { devices: [devId] } });
      }
      return { state: "accepted", refs: [] };
    };
    await worker({ pausesSeconds: [60] }).round();
    expect(await rowOf(deviceId)).toMatchObject({ given_up: false, attempt: 0 });
    await worker({ pausesSeconds: [60] }).round();
    expect(udp.sent).toHaveLength(2);
    expect(await rowOf(deviceId)).toMatchObject({ given_up: true });
  });

  it("goes to the next channel at once when one refuses, and says why when all do", async () => {
    const { deviceId, task } = await sleeper();
    udp.answer = () => REJECTED;
    await worker().round();
    expect(await rowOf(deviceId)).toMatchObject({ channel: "smpp", attempt: 0, problem: "The number is none." });
    smpp.answer = () => ({ ...REJECTED, problem: "The number is barred." });
    expect(await worker().round()).toBe(1);
    expect(await rowOf(deviceId)).toMatchObject({ given_up: true });
    expect(await task()).toMatchObject({
      state: "queued",
      reason: { code: "wake_up_failed", text: "The number is barred.", nextAttemptAt: null },
    });
  });

  it("goes on behind a channel that stands in the list of a device more than once, as it could before", async () => {
    const { deviceId, task } = await sleeper();
    const channels = [
      { kind: "udp", address: "127.0.0.1" },
      { kind: "udp", address: "127.0.0.2" },
    ];
    await bed.test.sql`
      update devices set channels = ${JSON.stringify(channels)}::text::jsonb || channels where device_id = ${deviceId}`;
    udp.answer = () => REJECTED;
    for (let round = 0; round < 4; round += 1) await worker().round();
    expect([udp.sent.length, smpp.sent.length]).toEqual([1, 1]);
    expect(await task()).toMatchObject({ state: "notified" });
  });

  it("waits as long as a channel asks for, and tries a channel that was down three times before the next", async () => {
    const { deviceId, task } = await sleeper();
    udp.answer = () => ({ state: "retry", afterMs: 600_000, code: "88", problem: "Throttled." });
    await worker().round();
    expect((await rowOf(deviceId))?.["seconds"]).toBeCloseTo(600, -1);
    expect(await task()).toMatchObject({ state: "queued", reason: { code: "wake_up_failed", text: "Throttled." } });
    for (let i = 0; i < 2; i += 1) {
      await dueNow(deviceId);
      await worker().round();
    }
    expect(await rowOf(deviceId)).toMatchObject({ channel: "smpp", attempt: 0 });
    await dueNow(deviceId);
    await worker().round();
    expect(await task()).toMatchObject({ state: "notified", reason: { code: "device_asleep" } });
  });

  it("sends the same Package 0 again when a process died between claim and send, and only after its lease", async () => {
    const { deviceId } = await sleeper();
    const never = new Promise<SendResult>(() => {});
    udp.answer = () => never;
    const dying = createWakeUps({
      sql: bed.test.sql,
      store: createDeviceStore(bed.test.sql),
      sealer: bed.context.sealer,
      channels: channelsOf(udp),
      dmUrl: BED_DM_URL,
      workerId: newUuid(),
      pausesSeconds: [60],
      rates: new Map(),
      observe: () => {},
      onError: () => {},
    });
    expect(await dying.round()).toBe(1);
    await expect.poll(() => udp.sent.length).toBe(1);
    const living = worker();
    udp.answer = () => ({ state: "accepted", refs: [] });
    expect(await living.round()).toBe(0);
    await bed.test.sql`update wake_ups set lease_until = now() - interval '1 second' where device_id = ${deviceId}`;
    expect(await living.round()).toBe(1);
    expect(udp.sent).toHaveLength(2);
    expect(Buffer.from(udp.sent[1]?.push.body ?? [])).toEqual(Buffer.from(udp.sent[0]?.push.body ?? []));
    expect(await rowOf(deviceId)).toMatchObject({ attempt: 1 });
  });

  it("two workers at once send each device one push", async () => {
    const devices = await Promise.all(Array.from({ length: 20 }, () => sleeper()));
    const claimed = await Promise.all([worker().round(), worker().round(), worker().round()]);
    expect(claimed.reduce((sum, n) => sum + n, 0)).toBe(devices.length);
    expect(new Set(udp.sent.map(({ id }) => id.slice(0, 36))).size).toBe(devices.length);
    expect(udp.sent).toHaveLength(devices.length);
  });

  it.each(["upper", "lower"])(
    "takes the session whose number is that of Package 0 as the proof, in %s case",
    async (letters) => {
      const { deviceId, device, task } = await sleeper({ model: `Case ${letters}` });
      await bed.test.sql`update wake_ups set session_id = ${0xab1c} where device_id = ${deviceId}`;
      await worker().round();
      await countArrivals(bed.test.sql);
      const sessionId = letters === "upper" ? "AB1C" : "ab1c";
      await device.signIn({ sessionId });
      expect(await rowOf(deviceId)).toBeDefined();
      const first = await device.signIn({ sessionId });
      await device.send(device.answersTo(first, () => ({ status: 200, value: "Hanseat" })));
      expect(await task()).toMatchObject({ state: "succeeded" });
      expect(await rowOf(deviceId)).toBeUndefined();
      expect(await countArrivals(bed.test.sql)).toBe(1);
      const [row] = await bed.test.sql`
        select s.sessions, s.delays from channel_statistics s join devices d using (model)
        where d.device_id = ${deviceId} and s.channel = 'udp' and s.sessions > 0`;
      expect(row?.["delays"]).toHaveLength(DELAY_BOUNDS_SECONDS.length + 1);
      expect(row?.["delays"].reduce((sum: number, n: string) => sum + Number(n), 0)).toBe(Number(row?.["sessions"]));
    },
  );

  it("does not count a session that the device began by itself, and wakes it no more", async () => {
    const { deviceId, device } = await sleeper({ model: "By itself" });
    await bed.test.sql`update wake_ups set session_id = 4711 where device_id = ${deviceId}`;
    await worker().round();
    await device.signIn({ sessionId: "1" });
    await device.signIn({ sessionId: "1" });
    expect(await rowOf(deviceId)).toBeUndefined();
    expect(await countArrivals(bed.test.sql)).toBe(0);
  });

  it("counts the session of a device that calls in before its channel has answered", async () => {
    const { deviceId, device, task } = await sleeper({ model: "Quick" });
    await bed.test.sql`update wake_ups set session_id = 10 where device_id = ${deviceId}`;
    udp.answer = async () => {
      await device.signIn({ sessionId: "A" });
      const first = await device.signIn({ sessionId: "A" });
      await device.send(device.answersTo(first, () => ({ status: 200, value: "Hanseat" })));
      return { state: "accepted", refs: [] };
    };
    await worker().round();
    expect(await task()).toMatchObject({ state: "succeeded" });
    expect(await countArrivals(bed.test.sql)).toBe(1);
    expect(await rowOf(deviceId)).toBeUndefined();
  });

  it("keeps a channel's rate over all processes, and claims each waiting device once more, in its slot", async () => {
    await bed.test.sql`update wake_ups set due_at = 'infinity'`;
    const devices = await Promise.all(Array.from({ length: 6 }, () => sleeper()));
    const rates = new Map([["udp", 0.01]]);
    await Promise.all([worker({ rates }).round(), worker({ rates }).round()]);
    expect(udp.sent).toHaveLength(1);
    const waiting = await bed.test.sql`
      select extract(epoch from due_at - now())::float8 as seconds from wake_ups where slot order by due_at`;
    expect(waiting.map((row) => Math.round(row["seconds"] / 100))).toEqual([1, 2, 3, 4, 5]);
    for (const { deviceId } of devices) {
      await bed.test.sql`update wake_ups set due_at = now() where device_id = ${deviceId} and slot`;
    }
    expect(await worker({ rates }).round()).toBe(5);
    expect(udp.sent).toHaveLength(6);
  });

  it("wakes a device on which something is started just when the worker has seen that nothing waits for it", async () => {
    const { devId, deviceId } = await bed.newDevice({ facts: { channels: [{ kind: "udp", address: "127.0.0.1" }] } });
    await bed.test.sql`insert into wake_ups (device_id, session_id, due_at) values (${deviceId}, 1, now())`;
    const store = createDeviceStore(bed.test.sql);
    const load: typeof store.load = async (id) => {
      const snapshot = await store.load(id);
      const params = { uris: ["./DevInfo/Man"] };
      await startOperation(bed.context, { kind: "parameter.get", params, target: { devices: [devId] } });
      return snapshot;
    };
    await worker({ store: { ...store, load } }).round();
    expect(udp.sent).toHaveLength(0);
    await worker().round();
    expect(udp.sent).toHaveLength(1);
  });

  it("wakes a device that somebody asks for just when the worker has seen that nothing waits for it", async () => {
    const { deviceId } = await bed.newDevice({ facts: { channels: [{ kind: "udp", address: "127.0.0.1" }] } });
    await bed.test.sql`insert into wake_ups (device_id, session_id, due_at) values (${deviceId}, 1, now())`;
    const store = createDeviceStore(bed.test.sql);
    const load: typeof store.load = async (id) => {
      const snapshot = await store.load(id);
      await askWakeUp({ ...bed.context, channels: channelsOf(udp) }, { id: toPublicId("dev", deviceId) });
      return snapshot;
    };
    await worker({ store: { ...store, load } }).round();
    await worker().round();
    expect(udp.sent).toHaveLength(1);
  });

  it("leaves a device that waits for a channel's rate in its slot, whatever else would have it woken", async () => {
    await bed.test.sql`update wake_ups set due_at = 'infinity'`;
    const { deviceId } = await sleeper();
    await takeSlot(bed.test.sql, "udp", 1_000);
    const rates = new Map([["udp", 1]]);
    await worker({ rates }).round();
    await createDeviceStore(bed.test.sql).change(deviceId, null, { realm: "live", wake: 0 });
    await worker({ rates }).round();
    expect(udp.sent).toHaveLength(0);
    expect((await rowOf(deviceId))?.["seconds"]).toBeGreaterThan(500);
    await bed.test.sql`delete from channel_budgets`;
  });

  it("wakes a device for a scheduled operation though its channel was gone when its slot came", async () => {
    await bed.test.sql`update wake_ups set due_at = 'infinity'`;
    const { devId, deviceId } = await sleeper({ channels: [{ kind: "udp", address: "127.0.0.1" }] });
    await takeSlot(bed.test.sql, "udp", 1_000);
    await worker({ rates: new Map([["udp", 1]]) }).round();
    await dueNow(deviceId);
    await worker({ channels: channelsOf(smpp) }).round();
    expect(await rowOf(deviceId)).toMatchObject({ given_up: true });
    const startAt = new Date(Date.now() + 3_600_000).toISOString();
    const operation = await startOperation(bed.context, {
      ...{ kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target: { devices: [devId] } },
      schedule: { startAt },
    });
    await bed.test.sql`
      update operations set not_before = now() where operation_id = ${fromPublicId("op", operation.id)}`;
    await releaseScheduledOperations(bed.test.database);
    await bed.test.sql`delete from channel_budgets`;
    await worker().round();
    expect(udp.sent).toHaveLength(1);
  });

  it("keeps the rate of the channel itself in the same way, by how long it takes for the push", async () => {
    await bed.test.sql`update wake_ups set due_at = 'infinity'`;
    for (let i = 0; i < 4; i += 1) await sleeper({ channels: [{ kind: "smpp" }] });
    smpp.secondsFor = ({ body }) => body.length * 10;
    await worker({ rates: new Map([["smpp", 20]]) }).round();
    expect(smpp.sent).toHaveLength(1);
    const each = (smpp.sent[0]?.push.body.length ?? 0) * 10;
    const waiting = await bed.test.sql`
      select extract(epoch from due_at - now())::float8 as seconds from wake_ups where slot and due_at > now() and isfinite(due_at) order by due_at`;
    expect(waiting.map((row) => Math.round(row["seconds"] / each))).toEqual([1, 2, 3]);
  });

  it("says what is missing where no channel reaches the device", async () => {
    const without = await sleeper({ channels: [] });
    const foreign = await sleeper({ channels: [{ kind: "pap", address: "+4912345678" }] });
    await worker().round();
    expect((await without.task()).reason).toMatchObject({
      code: "wake_up_failed",
      text: "No channel to this device is known: it is served when it calls in by itself.",
    });
    expect((await foreign.task()).reason?.text).toMatch(/none of the device's channels \(pap\)/);
  });
});

describe("receipts", () => {
  async function sent(refs: readonly string[]) {
    const { deviceId, task } = await sleeper({ channels: [{ kind: "smpp" }], model: `Receipts ${count}` });
    smpp.answer = () => ({ state: "accepted", refs });
    await worker().round();
    return { deviceId, id: smpp.sent.at(-1)?.id ?? "", task };
  }
  const rowsOf = (deviceId: string) =>
    bed.test.sql`select receipt, refs from wake_up_sends where device_id = ${deviceId}`;

  it("are kept by the push's name or its peer's reference, per part, late and twice, and counted once", async () => {
    const { deviceId, id } = await sent(["ref-1", "ref-2"]);
    const receipt = { part: null, parts: null, state: "delivered" as const, code: null };
    expect(await storeReceipt(bed.test.sql, "smpp", { ...receipt, id: null, refs: ["7", "ref-1"] })).toBe(true);
    expect(await rowsOf(deviceId)).toMatchObject([{ receipt: null }]);
    expect(await storeReceipt(bed.test.sql, "smpp", { ...receipt, id, part: 2, refs: [] })).toBe(true);
    expect(await storeReceipt(bed.test.sql, "smpp", { ...receipt, id, part: 2, refs: [] })).toBe(true);
    expect(await rowsOf(deviceId)).toMatchObject([{ receipt: "delivered" }]);
    const [counted] = await bed.test.sql`
      select s.delivered from channel_statistics s join devices d using (model) where device_id = ${deviceId}`;
    expect(counted).toMatchObject({ delivered: "1" });
  });

  it("of one part tell nothing of the others, though it arrives while they are still being handed over", async () => {
    const { deviceId } = await sleeper({ channels: [{ kind: "smpp" }], model: "Early receipt" });
    const delivered = (part: number) =>
      storeReceipt(bed.test.sql, "smpp", {
        ...{ id: smpp.sent.at(-1)?.id ?? "", part, parts: 2, refs: [`early-${part}`], state: "delivered", code: null },
      });
    smpp.answer = async () => {
      await delivered(1);
      return { state: "accepted", refs: ["early-1", "early-2"] };
    };
    await worker().round();
    expect(await rowsOf(deviceId)).toMatchObject([{ receipt: null }]);
    await delivered(2);
    expect(await rowsOf(deviceId)).toMatchObject([{ receipt: "delivered" }]);
    const [counted] = await bed.test.sql`
      select delivered, undelivered from channel_statistics where channel = 'smpp' and model = 'Early receipt'`;
    expect(counted).toMatchObject({ delivered: "1", undelivered: "0" });
  });

  it("of some parts tell nothing of a push whose others were not taken", async () => {
    const { deviceId } = await sleeper({ channels: [{ kind: "smpp" }], model: "Half taken" });
    smpp.answer = () => ({ state: "retry", afterMs: 1, code: "0x14", problem: "The queue is full." });
    await worker().round();
    const { id = "" } = smpp.sent.at(-1) ?? {};
    await storeReceipt(bed.test.sql, "smpp", { id, part: 1, parts: 2, refs: ["h"], state: "delivered", code: null });
    expect(await rowsOf(deviceId)).toMatchObject([{ receipt: null }]);
  });

  it("that name no push of ours change nothing", async () => {
    const receipt = { part: 1, parts: 1, state: "failed" as const, code: "1" };
    expect(await storeReceipt(bed.test.sql, "smpp", { ...receipt, id: "nonsense", refs: ["?"] })).toBe(false);
    expect(await storeReceipt(bed.test.sql, "udp", { ...receipt, id: null, refs: ["ref-1"] })).toBe(false);
  });

  it("prove nothing: the task waits for the device's session", async () => {
    const { id, task } = await sent(["r"]);
    await storeReceipt(bed.test.sql, "smpp", { id, part: 1, parts: 1, refs: ["r"], state: "delivered", code: null });
    expect(await task()).toMatchObject({
      state: "notified",
      reason: {
        code: "device_asleep",
        text: "The device was woken by smpp and has not come yet. The push was delivered.",
      },
    });
  });
});

describe("a hundred thousand wake-ups", () => {
  it("are claimed by the index of due times, without a scan of the table", async () => {
    await bed.test.sql`
      insert into wake_ups (device_id, session_id, due_at)
      select gen_random_uuid(), 1 + i % 65535, now() + make_interval(secs => i - 50) from generate_series(1, 100000) i`;
    await bed.test.sql`analyze wake_ups`;
    const plan = await bed.test.sql`explain ${claimWakeUps(bed.test.sql, newUuid(), 50)}`;
    const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(text).toMatch(/Index Scan using wake_ups_due/);
    expect(text).not.toMatch(/Seq Scan on wake_ups/);
    const startedAt = performance.now();
    expect(await worker().round()).toBe(50);
    console.log(`wake-ups-claimed 50/50 of 100000 in ${Math.round(performance.now() - startedAt)} ms`);
    await bed.test.sql`delete from wake_ups where device_id not in (select device_id from devices)`;
  });
});
