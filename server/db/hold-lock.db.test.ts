import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { tryHoldLock } from "./hold-lock";

const KEY = 7_232_999;
let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const take = () => tryHoldLock(test.url, "test", KEY);

it("one of all has the lock, the next one when it is released", async () => {
  const first = await take();
  expect(await take()).toBeNull();
  expect(first?.lost.aborted).toBe(false);
  await first?.release();
  const second = await take();
  expect(second).not.toBeNull();
  await second?.release();
});

it("whoever loses the connection is told, and another has the lock", async () => {
  const first = await take();
  const lost = new Promise((resolve) => first?.lost.addEventListener("abort", resolve));
  await test.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dmwsi lock test'
    and datname = current_database()`;
  await lost;
  const second = await take();
  expect(second).not.toBeNull();
  await Promise.all([first?.release(), second?.release()]);
});
