import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { findViolations } from "../../testing/invariants";
import { seedDevice, seedOperation } from "../../testing/seed-device-work";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { releaseScheduledOperations } from "./release-scheduled-operations";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(async () => {
  expect(await findViolations(test.sql)).toEqual([]);
  await test.close();
});

const untilWaiting = () =>
  vi.waitFor(
    async () => {
      const [row] = await test.sql<{ waiting: number }[]>`
        select count(*)::integer as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      expect(row?.waiting).toBe(1);
    },
    { timeout: 8_000, interval: 20 },
  );

it("operations whose time comes at once and one that is started on the same devices do not wait for each other in a circle", async () => {
  const ids = await Promise.all([1, 2].map((n) => seedDevice(test.sql, `IMEI:38000000000000${n}`)));
  const [low = "", high = ""] = ids.sort();
  const scheduled = { state: "scheduled", taskState: "scheduled" };
  await seedOperation(test.sql, [high], { ...scheduled, notBefore: "2026-01-01T00:00:00Z" });
  await seedOperation(test.sql, [low], { ...scheduled, notBefore: "2026-01-02T00:00:00Z" });
  let released: Promise<number> = Promise.resolve(0);
  const started = test.sql.begin(async (transaction) => {
    await transaction`select wake_for_new_tasks(${[low]}::uuid[])`;
    released = releaseScheduledOperations(test.database);
    await untilWaiting();
    await transaction`select wake_for_new_tasks(${[high]}::uuid[])`;
  });
  expect(await Promise.allSettled([started, released.catch(() => "deadlock")])).toMatchObject([
    { status: "fulfilled" },
    { status: "fulfilled" },
  ]);
  expect(await released).toBe(2);
  const woken = await test.sql`select device_id from wake_ups order by device_id`;
  expect(woken.map((row) => row["device_id"])).toEqual([low, high]);
});
