import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { migrateDatabase } from "./migrate";

const MIGRATIONS = join(import.meta.dirname, "../../drizzle/migrations");

describe("migrateDatabase", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  test("leaves a database that is up to date as it is", async () => {
    const before = await database.sql`select hash from drizzle.__drizzle_migrations order by id`;
    await migrateDatabase(database.url, MIGRATIONS);
    expect(await database.sql`select hash from drizzle.__drizzle_migrations order by id`).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
  });

  test("five processes that start at once on an empty database migrate it once", async () => {
    const name = "migrated_by_five";
    await database.sql.unsafe(`create database ${name}`);
    const url = database.url.replace(/\/[^/]*$/, `/${name}`);
    await Promise.all([1, 2, 3, 4, 5].map(() => migrateDatabase(url, MIGRATIONS)));
    const other = postgres(url, { max: 1 });
    const rows =
      await other`select count(*)::int as n, count(distinct hash)::int as kinds from drizzle.__drizzle_migrations`;
    await other.end();
    await database.sql.unsafe(`drop database ${name} with (force)`);
    expect(rows[0]?.["n"]).toBe(rows[0]?.["kinds"]);
  });
});
