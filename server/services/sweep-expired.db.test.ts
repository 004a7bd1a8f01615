import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { SWEPT_MAX, sweepExpired } from "./sweep-expired";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

it("what has served its time goes, however much came in an hour, and says when there may be more", async () => {
  const many = 2 * SWEPT_MAX + 10;
  await test.sql`
    insert into idempotency_keys (system_id, route, key, fingerprint, created_at)
    select 'xs_busy', 'POST /operations', n::text, '\\x00', now() - interval '25 hours' from generate_series(1, ${many}::integer) n`;
  await test.sql`
    insert into idempotency_keys (system_id, route, key, fingerprint) values ('xs_busy', 'POST /operations', 'young', '\\x00')`;
  const rounds: number[] = [];
  for (let swept = SWEPT_MAX; swept >= SWEPT_MAX; swept = rounds.at(-1) ?? 0) rounds.push(await sweepExpired(test.sql));
  expect(rounds).toEqual([SWEPT_MAX, SWEPT_MAX, 10]);
  expect(await test.sql`select key from idempotency_keys`).toEqual([{ key: "young" }]);
});
