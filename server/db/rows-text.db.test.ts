import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { rowsText } from "./rows-text";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
  await test.sql`create type told as (id uuid, count integer, is_so boolean, said text, octets bytea, at timestamptz, facts jsonb)`;
});
afterAll(() => test.close());

/** Whatever a device can make of a text; the database keeps no NUL. */
const said = fc
  .string({ unit: "binary" })
  .map((text) => Buffer.from(text.replaceAll("\0", ""), "utf8").toString("utf8"));
const row = fc.record({
  id: fc.option(fc.uuid()),
  count: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  isSo: fc.option(fc.boolean()),
  said: fc.option(
    fc.oneof(said, fc.constantFrom("", "NULL", "null", " ", '"', "\\", '\\"', "(a,b)", "{}", ",", "'", "\n", "t")),
  ),
  octets: fc.option(fc.uint8Array({ maxLength: 40 })),
  facts: fc.option(said),
});

describe("rows as the text of an array of them", () => {
  it("come out of the database as they went in, whatever their texts hold", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
        const at = "2026-01-02T03:04:05.678Z";
        const text = rowsText(
          rows.map(({ id, count, isSo, said, octets, facts }) => [
            id,
            count,
            isSo,
            said,
            octets,
            at,
            facts === null ? null : JSON.stringify({ facts }),
          ]),
        );
        const found = await test.sql`
          select id, count, is_so, said, octets, at = ${at}::text::timestamptz as at, facts ->> 'facts' as facts
          from unnest(${text}::told[]) with ordinality order by ordinality`;
        expect([...found]).toEqual(
          rows.map(({ id, count, isSo, said, octets, facts }) => ({
            id,
            count,
            is_so: isSo,
            said,
            octets: octets && Buffer.from(octets),
            at: true,
            facts,
          })),
        );
      }),
      { numRuns: 300 },
    );
  });
});
