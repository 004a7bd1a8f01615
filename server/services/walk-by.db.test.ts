import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { listAuditEntries } from "./audit";
import { createGroup, listGroups } from "./device-groups";
import { callContextFor } from "./testing/call-context";
import type { CallContext } from "./use-case";

const ROWS = 5;

let test: TestDatabase;
let context: CallContext;
const names = Array.from({ length: ROWS }, (_, n) => `group ${n}`);
beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  for (const name of names) await createGroup(context, { name, filter: 'model = "M1"' });
});
afterAll(() => test.close());

type List<T> = (input: { limit: number; cursor?: string }) => Promise<{ items: T[]; next: string | null }>;

/** Every page of so many rows, to the end. */
async function pagesOf<T>(list: List<T>, limit: number): Promise<T[][]> {
  const pages: T[][] = [];
  for (let next: string | null | undefined; next !== null; ) {
    const page: Awaited<ReturnType<List<T>>> = await list({ limit, ...(next && { cursor: next }) });
    pages.push(page.items);
    next = page.next;
  }
  return pages;
}

describe("a list that is walked by its key", () => {
  it.each([1, 2, ROWS, ROWS + 1])("up, by an id, in pages of %i: each row once, in order", async (limit) => {
    const pages = await pagesOf((input) => listGroups(context, input), limit);
    expect(pages.flat().map(({ name }) => name)).toEqual(names);
    expect(pages.map(({ length }) => length)).toEqual(sizes(limit));
  });

  it.each([1, 2, ROWS, ROWS + 1])("down, by a number, in pages of %i: each row once, in order", async (limit) => {
    const made = (input: object) => listAuditEntries(context, { ...input, action: "group.create" });
    const pages = await pagesOf(made, limit);
    expect(pages.flat().map(({ after }) => (after as { name: string }).name)).toEqual(names.toReversed());
    expect(pages.map(({ length }) => length)).toEqual(sizes(limit));
  });
});

function sizes(limit: number): number[] {
  return Array.from({ length: Math.ceil(ROWS / limit) }, (_, page) => Math.min(limit, ROWS - page * limit));
}
