import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SendResult } from "../../adapters/channels";
import { newUuid } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { createDeviceStore } from "../device-sessions";
import { BED_DM_URL, openSessionBed, type SessionBed } from "../device-sessions/testing/session-bed";
import { projectEvents } from "../events/project-events";
import { startOperation } from "../operations";
import { channelsOf, scriptedChannel } from "./testing/scripted-channel";
import { createWakeUps } from "./wake-devices";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(async () => {
  for (let round = 0; round < 50 && (await projectEvents(bed.test.sql)) > 0; round += 1);
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

/** Devices on which an operation waits. */
async function sleepers(count: number, facts: Record<string, unknown>): Promise<void> {
  const devices: string[] = [];
  for (let n = 0; n < count; n += 1) devices.push((await bed.newDevice({ facts })).devId);
  for (const devId of devices) {
    const params = { uris: ["./DevInfo/Man"] };
    await startOperation(bed.context, { kind: "parameter.get", params, target: { devices: [devId] } });
  }
}

it("a channel that does not answer holds so many wake-ups and no more: what is behind them waits, and other channels go on", async () => {
  const udp = scriptedChannel("udp", ["ip"]);
  const smpp = scriptedChannel("smpp", ["msisdn"]);
  const errors: unknown[] = [];
  let answer = (_result: SendResult): void => {};
  const late = new Promise<SendResult>((resolve) => {
    answer = resolve;
  });
  udp.answer = () => late;
  const wakeUps = createWakeUps({
    sql: bed.test.sql,
    store: createDeviceStore(bed.test.sql),
    sealer: bed.context.sealer,
    channels: channelsOf(udp, smpp),
    dmUrl: BED_DM_URL,
    workerId: newUuid(),
    pausesSeconds: [60],
    rates: new Map(),
    observe: () => {},
    onError: (error) => errors.push(error),
  });
  await sleepers(160, { channels: [{ kind: "udp", address: "127.0.0.1:2948" }] });
  await sleepers(1, { channels: [{ kind: "smpp" }], msisdn: "491700000001" });
  for (let round = 0; round < 100 && smpp.sent.length === 0; round += 1) {
    await wakeUps.round();
    await sleep(20);
  }
  expect([udp.sent.length, smpp.sent.length]).toEqual([150, 1]);
  answer({ state: "accepted", refs: [] });
  await wakeUps.settled();
  await bed.test.sql`update wake_ups set due_at = now() where due_at < now() + interval '31 seconds'`;
  for (let round = 0; round < 4; round += 1) await wakeUps.round();
  await wakeUps.settled();
  expect(udp.sent.length).toBe(160);
  expect(errors).toEqual([]);
});
