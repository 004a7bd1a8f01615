import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newUuid } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { seedDevice, seedOperation } from "../../testing/seed-device-work";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { createDeviceStore, type DeviceStore } from "../device-sessions/device-store";
import { createProjector } from "./create-projector";
import { FEED_CHANNEL, projectEvents } from "./project-events";

let test: TestDatabase;
let store: DeviceStore;

beforeAll(async () => {
  test = await createTestDatabase();
  store = createDeviceStore(test.sql);
});
afterAll(() => test.close());

async function finish(deviceId: string, operationId: string, to: "succeeded" | "failed"): Promise<void> {
  const outcome = to === "succeeded" ? "acknowledged" : "refused";
  const step = { operationId, eventId: newUuid() };
  await store.change(deviceId, null, { realm: "live", steps: [{ ...step, from: "queued", to: "in_session" }] });
  await store.change(deviceId, null, {
    realm: "live",
    steps: [
      { ...step, eventId: newUuid(), from: "in_session", to, outcome, type: `dmwsi.task.${to}.v1`, data: { outcome } },
    ],
  });
}

async function drain(): Promise<void> {
  for (let round = 0; round < 100 && (await projectEvents(test.sql)) > 0; round += 1);
}

describe("the projector", () => {
  it("numbers the feed without a gap, counts each state, and completes the operation once", async () => {
    const devices = await Promise.all([1, 2, 3].map((n) => seedDevice(test.sql, `IMEI:36000000000000${n}`)));
    const operationId = await seedOperation(test.sql, devices);
    let heard = 0;
    const listening = await test.sql.listen(FEED_CHANNEL, () => {
      heard += 1;
    });
    await Promise.all(devices.map((deviceId, i) => finish(deviceId, operationId, i === 0 ? "failed" : "succeeded")));
    await drain();
    const counts = await test.sql`
      select state, outcome, count::int from operation_counts where operation_id = ${operationId} and count > 0 order by state`;
    expect(counts.map((row) => [row["state"], row["outcome"], row["count"]])).toEqual([
      ["succeeded", "", 2],
      ["failed", "refused", 1],
    ]);
    const [operation] = await test.sql`select state, completed_at from operations where operation_id = ${operationId}`;
    expect(operation?.["state"]).toBe("completed");
    const completed = await test.sql`select seq from events where type = 'dmwsi.operation.completed.v1'`;
    expect(completed).toHaveLength(1);
    expect(await findViolations(test.sql)).toEqual([]);
    await listening.unlisten();
    expect(heard).toBeGreaterThan(0);
  });

  it("loses nothing and waits for nobody while a slow transaction is open", async () => {
    const [slow, quick] = await Promise.all([7, 8].map((n) => seedDevice(test.sql, `IMEI:36000000000000${n}`)));
    if (!slow || !quick) throw new Error("no devices");
    const slowOperation = await seedOperation(test.sql, [slow]);
    const quickOperation = await seedOperation(test.sql, [quick]);
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const open = test.sql.begin(async (transaction) => {
      await transaction`select save_change(${slow}::uuid, null, ${JSON.stringify({
        realm: "live",
        steps: [{ operationId: slowOperation, eventId: newUuid(), from: "queued", to: "notified" }],
      })}::text::jsonb)`;
      await held;
    });
    await finish(quick, quickOperation, "succeeded");
    await drain();
    const [done] = await test.sql`select state from operations where operation_id = ${quickOperation}`;
    expect(done?.["state"]).toBe("completed");
    release();
    await open;
    await drain();
    const late = await test.sql`select seq from events where operation_id = ${slowOperation}`;
    expect(late).toHaveLength(1);
    expect(await findViolations(test.sql)).toEqual([]);
  });

  it("takes each fact once when two projectors run at the same time", async () => {
    const devices = await Promise.all(
      Array.from({ length: 20 }, (_, n) => seedDevice(test.sql, `IMEI:3610000000000${n + 10}`)),
    );
    const operationId = await seedOperation(test.sql, devices);
    const projecting = Promise.all(
      [1, 2].map(async () => {
        for (let round = 0; round < 60; round += 1) await projectEvents(test.sql);
      }),
    );
    await Promise.all(devices.map((deviceId) => finish(deviceId, operationId, "succeeded")));
    await projecting;
    await drain();
    const facts =
      await test.sql`select count(*)::int as count from events where operation_id = ${operationId} and to_state is not null`;
    expect(facts[0]?.["count"]).toBe(devices.length * 2);
    expect(await findViolations(test.sql)).toEqual([]);
  });

  it("gives free the room of the facts it took, so that the outbox stays as small as what waits in it", async () => {
    const projector = createProjector(test.sql);
    const sizes: number[] = [];
    for (let burst = 1; burst <= 6; burst += 1) {
      await test.sql`
        insert into outbox (device_id, version, i, event_id, realm)
        select gen_random_uuid(), ${burst}, 0, gen_random_uuid(), 'live' from generate_series(1, 5000)`;
      await projector.round();
      const [outbox] = await test.sql<{ size: number }[]>`select pg_relation_size('outbox')::integer as size`;
      sizes.push(outbox?.size ?? 0);
    }
    // Two bursts fit before room is given free, and all that follow find it.
    expect(sizes[1]).toBeGreaterThan(0);
    expect(sizes[5]).toBeLessThan((sizes[1] ?? 0) * 1.2);
  });
});
