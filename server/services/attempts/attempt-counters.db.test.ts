import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import {
  type AttemptPolicy,
  countInWindow,
  forgetAttempts,
  pauseLeft,
  reserveAttempt,
  returnAttempt,
} from "./attempt-counters";

let test: TestDatabase;
const policy: AttemptPolicy = { failuresMax: 5, pause: 1, pauseGrowth: 2, pauseMax: 900, forgetAfter: 3_600 };

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

/** Lets the key's pause pass without waiting for it. */
async function passPause(key: string): Promise<void> {
  await test.database.execute(sql`update attempt_counters set blocked_until = now() where key = ${key}`);
}

describe("reserveAttempt", () => {
  it("lets exactly the allowed number of attempts through when fifty come at once", async () => {
    const allowed = await Promise.all(
      Array.from({ length: 50 }, () => reserveAttempt(test.database, "at once", policy)),
    );
    expect(allowed.filter(Boolean)).toHaveLength(policy.failuresMax);
  });

  it("doubles the pause with each further failure, up to the longest", async () => {
    for (let i = 0; i < policy.failuresMax; i += 1) await reserveAttempt(test.database, "doubling", policy);
    const pauses: number[] = [];
    for (let i = 0; i < 14; i += 1) {
      pauses.push(await pauseLeft(test.database, ["doubling"]));
      await passPause("doubling");
      expect(await reserveAttempt(test.database, "doubling", policy)).toBe(true);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
  });

  it("starts anew when it is forgotten, and when the last failure is long ago", async () => {
    for (let i = 0; i < 4; i += 1) await reserveAttempt(test.database, "forgotten", policy);
    await forgetAttempts(test.database, ["forgotten"]);
    for (let i = 0; i < 4; i += 1) await reserveAttempt(test.database, "forgotten", policy);
    expect(await pauseLeft(test.database, ["forgotten"])).toBe(0);
    await test.database.execute(
      sql`update attempt_counters set updated_at = now() - interval '61 minutes' where key = 'forgotten'`,
    );
    await reserveAttempt(test.database, "forgotten", policy);
    expect(await pauseLeft(test.database, ["forgotten"])).toBe(0);
  });

  it("does not count what is given back", async () => {
    for (let i = 0; i < 20; i += 1) {
      expect(await reserveAttempt(test.database, "returned", policy)).toBe(true);
      await returnAttempt(test.database, "returned");
    }
    expect(await pauseLeft(test.database, ["returned"])).toBe(0);
  });
});

describe("countInWindow", () => {
  it("counts each of fifty at once, and begins anew when the window is over", async () => {
    const counts = await Promise.all(Array.from({ length: 50 }, () => countInWindow(test.database, "window", 3_600)));
    expect(new Set(counts).size).toBe(50);
    expect(Math.max(...counts)).toBe(50);
    await passPause("window");
    expect(await countInWindow(test.database, "window", 3_600)).toBe(1);
  });
});
