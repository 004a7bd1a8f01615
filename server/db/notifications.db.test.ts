import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { openPool, type Pool } from "./client";
import { type ListenedChannel, listenTo } from "./notifications";

describe("listenTo", () => {
  let database: TestDatabase;
  let listenerPool: Pool;
  let channel: ListenedChannel;
  beforeAll(async () => {
    database = await createTestDatabase();
    listenerPool = openPool(database.url, "listener", 2);
    channel = await listenTo(listenerPool.sql, "news");
  });
  afterAll(async () => {
    await listenerPool.close();
    await database.close();
  });

  async function until(condition: () => boolean): Promise<void> {
    for (let n = 0; n < 500 && !condition(); n += 1) await sleep(10);
    expect(condition()).toBe(true);
  }

  test("tells every subscriber, and none that has left", async () => {
    const counts = [0, 0];
    const leave = channel.subscribe(() => {
      counts[0] = (counts[0] ?? 0) + 1;
    });
    const leaveToo = channel.subscribe(() => {
      counts[1] = (counts[1] ?? 0) + 1;
    });
    await database.sql`select pg_notify('news', '')`;
    await until(() => counts[0] === 1 && counts[1] === 1);
    leave();
    await database.sql`select pg_notify('news', '')`;
    await until(() => counts[1] === 2);
    leaveToo();
    expect(counts).toEqual([1, 2]);
  });

  test("tells subscribers after the connection was cut: what came meanwhile is not lost", async () => {
    let told = 0;
    const leave = channel.subscribe(() => {
      told += 1;
    });
    await database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'dmwsi listener' and datname = current_database()`;
    await until(() => told >= 1);
    await database.sql`select pg_notify('news', '')`;
    await until(() => told >= 2);
    leave();
  });
});
