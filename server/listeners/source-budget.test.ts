import { expect, test } from "vitest";
import { createSourceBudget } from "./source-budget";

test("a source has its budget a minute, whatever others do, and gets it back evenly", () => {
  const budget = createSourceBudget(60);
  let taken = 0;
  for (let n = 0; n < 200; n += 1) if (budget.take("a", 0)) taken += 1;
  expect(taken).toBe(60);
  expect(budget.take("b", 0)).toBe(true);
  expect(budget.take("a", 500)).toBe(false);
  expect(budget.take("a", 1_000)).toBe(true);
  expect(budget.take("a", 1_000)).toBe(false);
});

test("a clock that steps back takes nothing away and gives nothing", () => {
  const budget = createSourceBudget(2);
  expect([budget.take("a", 10_000), budget.take("a", 0), budget.take("a", 0)]).toEqual([true, true, false]);
});

test("remembers a bounded number of sources", () => {
  const budget = createSourceBudget(1);
  for (let n = 0; n < 100_001; n += 1) budget.take(`source ${n}`, 0);
  expect(budget.take("source 100000", 0)).toBe(false);
  expect(budget.take("source 0", 0)).toBe(true);
});
