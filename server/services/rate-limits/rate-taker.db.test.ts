import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { createRateTaker, type Rate, type RateTaker } from "./index";

let test: TestDatabase;
let take: RateTaker;
/** So slow that nothing comes back while a test runs. */
const SLOW: Rate = { perSecond: 0.001, burst: 20 };

beforeAll(async () => {
  test = await createTestDatabase();
  take = createRateTaker(test.sql);
});
afterAll(() => test.close());

/** Lets time pass for a bucket without waiting for it. */
async function passSeconds(clientId: string, seconds: number): Promise<void> {
  await test.database.execute(
    sql`update rate_limits set empty_at = empty_at - make_interval(secs => ${seconds}) where client_id = ${clientId}`,
  );
}

describe("createRateTaker", () => {
  it("allows exactly the burst when two hundred come at once", async () => {
    const states = await Promise.all(Array.from({ length: 200 }, () => take("at once", "read", SLOW)));
    expect(states.filter(({ isAllowed }) => isAllowed)).toHaveLength(SLOW.burst);
  });

  it("allows exactly the burst when two processes ask at once, and what remains is told once each", async () => {
    const other = createRateTaker(test.sql);
    const states = await Promise.all(
      Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? take : other)("of two", "read", SLOW)),
    );
    const allowed = states.filter(({ isAllowed }) => isAllowed);
    expect(allowed.map(({ remaining }) => remaining).toSorted((one, two) => two - one)).toEqual(
      Array.from({ length: SLOW.burst }, (_, i) => SLOW.burst - 1 - i),
    );
  });

  it("takes those of many clients together, each from its own", async () => {
    const clients = Array.from({ length: 50 }, (_, i) => `crowd ${i % 5}`);
    const states = await Promise.all(clients.map((client) => take(client, "read", { perSecond: 0.001, burst: 4 })));
    for (const client of new Set(clients)) {
      const mine = states.filter((_, i) => clients[i] === client);
      expect(mine.map(({ isAllowed }) => isAllowed)).toEqual(mine.map((_, place) => place < 4));
    }
  });

  it("says what remains, and when the next is allowed", async () => {
    const remaining: number[] = [];
    for (let i = 0; i < SLOW.burst; i += 1) {
      remaining.push((await take("told", "read", SLOW)).remaining);
    }
    expect(remaining).toEqual(Array.from({ length: SLOW.burst }, (_, i) => SLOW.burst - 1 - i));
    const refused = await take("told", "read", SLOW);
    expect(refused).toMatchObject({ isAllowed: false, remaining: 0 });
    expect(refused.nextAfterSeconds).toBeGreaterThan(900);
    expect(refused.nextAfterSeconds).toBeLessThanOrEqual(1_000);
  });

  it("gives back with time, up to the burst and not beyond", async () => {
    const askAll = async () => {
      const states = [];
      for (let i = 0; i < 2 * SLOW.burst; i += 1) states.push(await take("later", "read", SLOW));
      return states.filter(({ isAllowed }) => isAllowed).length;
    };
    expect(await askAll()).toBe(20);
    await passSeconds("later", 3_000);
    expect(await askAll()).toBe(3);
    await passSeconds("later", 1_000_000);
    expect(await askAll()).toBe(20);
  });

  it("counts each client and each class by itself", async () => {
    for (let i = 0; i < SLOW.burst; i += 1) await take("one", "read", SLOW);
    expect((await take("one", "read", SLOW)).isAllowed).toBe(false);
    expect((await take("one", "write", SLOW)).isAllowed).toBe(true);
    expect((await take("other", "read", SLOW)).isAllowed).toBe(true);
  });

  it("is kept where a crash may lose it", async () => {
    const [row] = await test.database.execute(sql`select relpersistence from pg_class where relname = 'rate_limits'`);
    expect(row?.["relpersistence"]).toBe("u");
  });
});
