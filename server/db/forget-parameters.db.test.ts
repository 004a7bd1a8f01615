import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

it("a query that was answered holds nothing of what it was sent, and its answer is whole", async () => {
  const texts = ["one", "two"];
  const query = test.sql<{ text: string }[]>`select text from unnest(${texts}::text[]) as t(text)`;
  expect(query).toMatchObject({ args: [texts] });
  expect([...(await query)]).toEqual([{ text: "one" }, { text: "two" }]);
  expect(query).toMatchObject({ args: [], parameters: [] });
  expect([...(await query)]).toEqual([{ text: "one" }, { text: "two" }]);
});

it("a query that failed says what it was sent", async () => {
  await expect(test.sql`select ${"x"}::integer`).rejects.toMatchObject({ parameters: ["x"], code: "22P02" });
});
