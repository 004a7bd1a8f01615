import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type DeviceEndpoint, openDeviceEndpoint } from "../../testing/device-endpoint";
import { findViolations } from "../../testing/invariants";
import { startOperation } from "../operations";
import { createDeviceStore, type DeviceStore } from "./device-store";
import { createDeviceMessageHandler } from "./handle-message";
import { commandsOf, headerStatus, WireDevice } from "./testing/wire-device";

let endpoint: DeviceEndpoint;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
});
afterAll(async () => {
  expect(await findViolations(endpoint.test.sql)).toEqual([]);
  await endpoint.close();
});

/** A device whose messages are answered by a process of their own; `before` runs between reading and storing each. */
async function newDevice(before: () => Promise<unknown>) {
  const { test, context, dmUrl } = endpoint;
  const device = await endpoint.addDevice();
  const store = createDeviceStore(test.sql);
  const interrupted: DeviceStore = {
    ...store,
    async save(message) {
      await before();
      return store.save(message);
    },
  };
  const handle = createDeviceMessageHandler({
    store: interrupted,
    database: test.database,
    sealer: context.sealer,
    dmUrl,
    protectedLeg: true,
    observe: () => {},
  });
  return { ...device, wire: new WireDevice(handle, { ...device, dmUrl }) };
}

const startOn = (devId: string) =>
  startOperation(endpoint.context, {
    kind: "parameter.get",
    params: { uris: ["./DevDetail/FwV"] },
    target: { devices: [devId] },
  });

const wakeUpsOf = (deviceId: string) =>
  endpoint.test.sql`select due_at <= now() as due from wake_ups where device_id = ${deviceId}`;

/** Resolves when so many transactions of this database wait for a lock. */
const untilWaiting = (count: number) =>
  vi.waitFor(
    async () => {
      const [row] = await endpoint.test.sql<{ waiting: number }[]>`
        select count(*)::integer as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      expect(row?.waiting).toBe(count);
    },
    { timeout: 8_000, interval: 20 },
  );

describe("an operation that is started while its device is in a session", () => {
  it("that just begins and has no more to say still wakes the device", async () => {
    let devId = "";
    let started = false;
    const device = await newDevice(async () => {
      if (started) return;
      started = true;
      await startOn(devId);
    });
    devId = device.devId;
    await device.wire.signIn();
    const only = await device.wire.signIn();
    expect(headerStatus(only)).toBe(212);
    expect(commandsOf(only)).toEqual([]);
    expect([...(await wakeUpsOf(device.deviceId))]).toEqual([{ due: true }]);
  });

  it("that has other work still wakes the device when the session is over", async () => {
    let saves = 0;
    let devId = "";
    const device = await newDevice(async () => {
      saves += 1;
      if (saves === 1) await startOn(devId);
    });
    devId = device.devId;
    await startOn(devId);
    await device.wire.signIn();
    const asked = await device.wire.signIn();
    expect(commandsOf(asked)).toHaveLength(1);
    const last = await device.wire.send(device.wire.answersTo(asked, () => ({ status: 200, value: "1.3" })));
    expect(commandsOf(last)).toEqual([]);
    expect([...(await wakeUpsOf(device.deviceId))]).toEqual([{ due: true }]);
  });

  it("and commits while the only message of the session waits for its wake-up, still wakes the device", async () => {
    let held: Promise<unknown> = Promise.resolve();
    let started: Promise<unknown> = Promise.resolve();
    const device = await newDevice(async () => {
      const isHeld = new Promise<void>((tell) => {
        held = endpoint.test.sql.begin(async (transaction) => {
          await transaction`select 1 from wake_ups where device_id = ${device.deviceId} for update`;
          tell();
          await untilWaiting(2);
        });
      });
      await isHeld;
      started = startOn(device.devId);
      await untilWaiting(1);
    });
    await device.wire.signIn();
    await endpoint.test.sql`insert into wake_ups (device_id, session_id, due_at) values (${device.deviceId}, 1, now())`;
    expect(headerStatus(await device.wire.signIn())).toBe(212);
    await Promise.all([held, started]);
    expect([...(await wakeUpsOf(device.deviceId))]).toEqual([{ due: true }]);
  });

  it("and is over leaves no wake-up of a device that has nothing to do", async () => {
    const device = await newDevice(() => Promise.resolve());
    await startOn(device.devId);
    await device.wire.signIn();
    const asked = await device.wire.signIn();
    await device.wire.send(device.wire.answersTo(asked, () => ({ status: 200, value: "1.3" })));
    expect([...(await wakeUpsOf(device.deviceId))]).toEqual([]);
  });
});
