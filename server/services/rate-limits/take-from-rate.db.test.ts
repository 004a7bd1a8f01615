import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { type Rate, takeFromRate } from "./index";

let test: TestDatabase;
/** So slow that nothing comes back while a test runs. */
const SLOW: Rate = { perSecond: 0.001, burst: 20 };

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

/** Lets time pass for a bucket without waiting for it. */
async function passSeconds(clientId: string, seconds: number): Promise<void> {
  await test.database.execute(
    sql`update rate_limits set empty_at = empty_at - make_interval(secs => ${seconds}) where client_id = ${clientId}`,
  );
}

describe("takeFromRate", () => {
  it("allows exactly the burst when two hundred come at once", async () => {
    const states = await Promise.all(
      Array.from({ length: 200 }, () => takeFromRate(test.sql, "at once", "read", SLOW)),
    );
    expect(states.filter(({ isAllowed }) => isAllowed)).toHaveLength(SLOW.burst);
  });

  it("says what remains, and when the next is allowed", async () => {
    const remaining: number[] = [];
    for (let i = 0; i < SLOW.burst; i += 1) {
      remaining.push((await takeFromRate(test.sql, "told", "read", SLOW)).remaining);
    }
    expect(remaining).toEqual(Array.from({ length: SLOW.burst }, (_, i) => SLOW.burst - 1 - i));
    const refused = await takeFromRate(test.sql, "told", "read", SLOW);
    expect(refused).toMatchObject({ isAllowed: false, remaining: 0 });
    expect(refused.nextAfterSeconds).toBeGreaterThan(900);
    expect(refused.nextAfterSeconds).toBeLessThanOrEqual(1_000);
  });

  it("gives back with time, up to the burst and not beyond", async () => {
    const askAll = async () => {
      const states = [];
      for (let i = 0; i < 2 * SLOW.burst; i += 1) states.push(await takeFromRate(test.sql, "later", "read", SLOW));
      return states.filter(({ isAllowed }) => isAllowed).length;
    };
    expect(await askAll()).toBe(20);
    await passSeconds("later", 3_000);
    expect(await askAll()).toBe(3);
    await passSeconds("later", 1_000_000);
    expect(await askAll()).toBe(20);
  });

  it("counts each client and each class by itself", async () => {
    for (let i = 0; i < SLOW.burst; i += 1) await takeFromRate(test.sql, "one", "read", SLOW);
    expect((await takeFromRate(test.sql, "one", "read", SLOW)).isAllowed).toBe(false);
    expect((await takeFromRate(test.sql, "one", "write", SLOW)).isAllowed).toBe(true);
    expect((await takeFromRate(test.sql, "other", "read", SLOW)).isAllowed).toBe(true);
  });

  it("is kept where a crash may lose it", async () => {
    const [row] = await test.database.execute(sql`select relpersistence from pg_class where relname = 'rate_limits'`);
    expect(row?.["relpersistence"]).toBe("u");
  });
});
