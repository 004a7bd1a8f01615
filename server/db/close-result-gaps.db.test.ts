import { sql as query } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { openPool, type Pool } from "./client";

describe("a result after a statement that failed with rows already sent", () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    // One connection: the next statement meets what the failed one left behind.
    pool = openPool(database.url, "gaps", 1);
    await pool.sql`create table late (n int unique deferrable initially deferred)`;
    await pool.sql`insert into late values (1)`;
  });
  afterAll(async () => {
    await pool.close();
    await database.close();
  });

  const failInMidResult = () =>
    expect(pool.sql`select 1 / (3 - n) as quotient from generate_series(1, 5) n`).rejects.toMatchObject({
      code: "22012",
    });

  test("begins at its first row", async () => {
    await failInMidResult();
    const rows = await pool.sql`select n from generate_series(1, 3) n`;
    expect([...rows]).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(rows.count).toBe(3);
  });

  test("is empty when it has no rows", async () => {
    await failInMidResult();
    const rows = await pool.sql`select 1 where false`;
    expect(rows.length).toBe(0);
  });

  test("is whole for drizzle too, and as plain values", async () => {
    await failInMidResult();
    expect([...(await pool.database.execute(query`select 42 as answer`))]).toEqual([{ answer: 42 }]);
    await failInMidResult();
    expect([...(await pool.sql`select 42 as answer`.values())]).toEqual([[42]]);
  });

  test("is whole after an error at commit behind returning", async () => {
    await expect(pool.sql.unsafe("insert into late values (1) returning n")).rejects.toMatchObject({ code: "23505" });
    expect([...(await pool.sql.unsafe("select 42 as answer"))]).toEqual([{ answer: 42 }]);
  });

  test("is whole for each of several statements sent together", async () => {
    await failInMidResult();
    const results = (await pool.sql.unsafe("select 1 as a; select 2 as b").simple()) as unknown as unknown[][];
    expect(results.map((rows) => [...rows])).toEqual([[{ a: 1 }], [{ b: 2 }]]);
  });
});
