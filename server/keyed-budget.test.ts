import { expect, test } from "vitest";
import { createKeyedBudget } from "./keyed-budget";

const MINUTE_MS = 60_000;

test("a key has its budget a minute, whatever others do, and gets it back evenly", () => {
  const budget = createKeyedBudget(60, MINUTE_MS);
  let taken = 0;
  for (let n = 0; n < 200; n += 1) if (budget.take("a", 0)) taken += 1;
  expect(taken).toBe(60);
  expect(budget.take("b", 0)).toBe(true);
  expect(budget.take("a", 500)).toBe(false);
  expect(budget.take("a", 1_000)).toBe(true);
  expect(budget.take("a", 1_000)).toBe(false);
});

test("a clock that steps back takes nothing away and gives nothing", () => {
  const budget = createKeyedBudget(2, MINUTE_MS);
  expect([budget.take("a", 10_000), budget.take("a", 0), budget.take("a", 0)]).toEqual([true, true, false]);
});

test("remembers a bounded number of keys", () => {
  const budget = createKeyedBudget(1, MINUTE_MS);
  for (let n = 0; n < 20_001; n += 1) budget.take(`key ${n}`, 0);
  expect(budget.take("key 20000", 0)).toBe(false);
  expect(budget.take("key 0", 0)).toBe(true);
});
