import { afterAll, beforeAll, expect, it } from "vitest";
import { findViolations } from "../../testing/invariants";
import { openSessionBed, type SessionBed } from "../device-sessions/testing/session-bed";
import { headerStatus } from "../device-sessions/testing/wire-device";
import { startOperation } from "../operations";
import { resolveCollision } from "./index";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(async () => {
  expect(await findViolations(bed.test.sql)).toEqual([]);
  await bed.close();
});

it("wakes the device for what was held back and was not run in a session meanwhile", async () => {
  const { sql } = bed.test;
  const { devId, deviceId, id, ...device } = await bed.newDevice();
  await sql`update devices set collision_at = now(), held_since = now() where device_id = ${deviceId}`;
  await startOperation(bed.context, {
    kind: "node.execute",
    params: { uri: "./LAWMO/Operations/FactoryReset" },
    target: { devices: [devId] },
  });
  await sql`update tasks set created_at = now() - interval '1 hour' where device_id = ${deviceId}`;
  const wire = device.wire();
  await wire.signIn();
  expect(headerStatus(await wire.signIn())).toBe(212);
  expect(await sql`select from wake_ups where device_id = ${deviceId}`).toHaveLength(0);
  await resolveCollision(bed.context, { id, reason: "the copy was taken in" });
  const woken = await sql`select due_at <= now() as due from wake_ups where device_id = ${deviceId}`;
  expect([...woken]).toEqual([{ due: true }]);
});
