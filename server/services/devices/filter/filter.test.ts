import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastCpuMs } from "../../../testing/least-cpu";
import { internalPrincipal } from "../../authorization";
import { cursorsOf } from "../../cursor";
import type { Sealer } from "../../secrets";
import { FilterError } from "./filter-error";
import { parseFilter } from "./parse-filter";
import { FILTER_CHARACTERS_MAX } from "./read-tokens";
import { arbitraryFilter } from "./testing/arbitrary-filter";

function columnOf(filter: string): number | null {
  try {
    parseFilter(filter);
    return null;
  } catch (error) {
    if (error instanceof FilterError) return error.column;
    throw error;
  }
}

const compare = (name: string, value: string) => ({
  kind: "compare",
  field: { kind: "fact", name },
  test: { kind: "one_of", values: [value] },
});

describe("a filter", () => {
  it("is read so that and binds closer than or, and not closer than both", () => {
    expect(parseFilter('model = "a" or model = "b" and not model = "c"')).toEqual({
      kind: "or",
      items: [
        compare("model", "a"),
        { kind: "and", items: [compare("model", "b"), { kind: "not", item: compare("model", "c") }] },
      ],
    });
  });

  it("takes parentheses, words in any case, lists, patterns, nodes and times", () => {
    expect(parseFilter('NOT(model!="a")')).toEqual({ kind: "not", item: { kind: "not", item: compare("model", "a") } });
    expect(parseFilter('tag IN ("a", "b")')).toMatchObject({ field: { kind: "tag" }, test: { values: ["a", "b"] } });
    expect(parseFilter('devId : "IMEI:35*"')).toMatchObject({ test: { kind: "begins", text: "IMEI:35" } });
    expect(parseFilter('msisdn:"*4711"')).toMatchObject({ test: { kind: "ends", text: "4711" } });
    expect(parseFilter('node("DevDetail/FwV/") < "1.10"')).toMatchObject({
      field: { kind: "node", uri: "./DevDetail/FwV" },
      test: { kind: "order", order: "<" },
    });
    expect(parseFilter('lastContact < "-P1W2DT3H4M"')).toMatchObject({
      test: { value: { secondsAgo: 9 * 86_400 + 3 * 3_600 + 240 } },
    });
    for (const edge of ["0001-01-01", "9999-12-31T23:59:59.999Z", "2024-02-29"])
      expect(parseFilter(`registeredAt < "${edge}"`)).toMatchObject({
        test: { value: { at: new Date(edge).toISOString() } },
      });
    expect(parseFilter('registeredAt >= "2026-11-27T02:00:00+01:00"')).toMatchObject({
      test: { value: { at: "2026-11-27T01:00:00.000Z" } },
    });
    expect(parseFilter('model = "a \\"b\\" \\\\"')).toEqual(compare("model", 'a "b" \\'));
  });

  it.each([
    ["", 1],
    ['colour = "red"', 1],
    ["model = R5", 9],
    ['model "R5"', 7],
    ['model = "R5', 9],
    ['model = "R\\5"', 11],
    ['model = "a" model = "b"', 13],
    ['model = "a" and', 16],
    ['(model = "a"', 13],
    ['model = "a")', 12],
    ['model in "a"', 10],
    ["model in ()", 11],
    ['model in ("a" "b")', 15],
    ['model : "a"', 9],
    ['model : "*a*"', 9],
    ['tag < "a"', 5],
    ['contact = "gone"', 11],
    ['contact : "on*"', 9],
    ['lastContact = "2026-01-01"', 13],
    ['lastContact < "yesterday"', 15],
    ['lastContact < "2026-02-31T00:00:00"', 15],
    ['lastContact < "2026-02-31"', 15],
    ['registeredAt < "0000-01-01"', 16],
    ['registeredAt < "0001-01-01T00:00:00+00:01"', 16],
    ['registeredAt < "9999-12-31T23:59:59-00:01"', 16],
    ['lastContact < "-P"', 15],
    ['node(./A) = "a"', 6],
    ['node("./A?prop=ACL") = "a"', 6],
    ['node("./../A") = "a"', 6],
    ['node("./DMAcc/x/AppAuth/y/AAuthSecret") = "a"', 6],
    ["model = 'R5'", 9],
    ["model # 5", 7],
    [`model = "a\0"`, 11],
  ])("%j names column %i", (filter, column) => {
    expect(columnOf(filter)).toBe(column);
  });

  it("of 50 values, 16 levels and 4,000 characters is read, and not of one more", () => {
    const values = (count: number) => Array.from({ length: count }, (_, i) => `"${i}"`).join(",");
    expect(columnOf(`model in (${values(50)})`)).toBeNull();
    expect(columnOf(`model in (${values(50)}) or tag = "one more"`)).not.toBeNull();
    const nested = (levels: number) => `${"(".repeat(levels)}model="a"${")".repeat(levels)}`;
    expect(columnOf(nested(16))).toBeNull();
    expect(columnOf(nested(17))).toBe(17);
    expect(columnOf(`${"not ".repeat(17)}model="a"`)).not.toBeNull();
    const long = (length: number) => `model="${"x".repeat(length - 8)}"`;
    expect(columnOf(long(FILTER_CHARACTERS_MAX))).toBeNull();
    expect(columnOf(long(FILTER_CHARACTERS_MAX + 1))).toBe(FILTER_CHARACTERS_MAX + 1);
  });

  it("that is long and deep is refused at once", () => {
    for (const filter of ["(".repeat(100_000), "not ".repeat(900), `"${"\\\\".repeat(1_900)}`]) {
      expect(leastCpuMs(() => columnOf(filter))).toBeLessThan(200);
    }
  });
});

const unused = () => {
  throw new Error("Cursors only sign.");
};
const sealer: Sealer = {
  seal: unused,
  open: unused,
  sealText: unused,
  openText: unused,
  sign: (_purpose, text) => createHmac("sha256", "a key for tests").update(text).digest(),
};

describe("filters and cursors that nobody meant to write", () => {
  it("50,000 of them end in a value or an error that says where", () => {
    const pieces = ["and", "or", "not", "in", "(", ")", ",", "=", "!=", "<=", ":", '"', '"a"', '"*"', "model", "tag"];
    const words = ["lastContact", "node", '"./A"', '"-P1D"', "\\", "\u0000", "é", " ", "7"];
    const assembled = fc.array(fc.constantFrom(...pieces, ...words), { maxLength: 30 }).map((parts) => parts.join(" "));
    const right = fc.tuple(arbitraryFilter, fc.nat(), fc.constantFrom("", ...pieces)).map(([filter, at, piece]) => {
      const cut = at % (filter.length + 1);
      return `${filter.slice(0, cut)}${piece}${filter.slice(cut + 1)}`;
    });
    let cases = 0;
    fc.assert(
      fc.property(fc.oneof(assembled, right, fc.string({ unit: "binary" })), (filter) => {
        const column = columnOf(filter);
        cases += 1;
        if (column !== null) expect(column >= 1 && column <= filter.length + 1).toBe(true);
      }),
      { numRuns: 40_000 },
    );
    const context = { sealer, principal: { ...internalPrincipal("live"), kind: "system" as const, id: "xs_one" } };
    const cursors = cursorsOf(context, "devices", { limit: 50 });
    const genuine = cursors.write("00000000-0000-4000-8000-000000000000");
    const mutated = fc.tuple(fc.nat(), fc.string({ maxLength: 3 })).map(([at, text]) => {
      const cut = at % genuine.length;
      return `${genuine.slice(0, cut)}${text}${genuine.slice(cut + 1)}`;
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string(), fc.base64String()), (cursor) => {
        cases += 1;
        if (cursor !== genuine) expect(() => cursors.read(cursor)).toThrow("The cursor is not one of this list.");
      }),
      { numRuns: 10_000 },
    );
    console.log(`fuzz-filter ${cases}/50000`);
    expect(cases).toBe(50_000);
  }, 30_000);

  it("and every filter that is right is read", () => {
    fc.assert(
      fc.property(arbitraryFilter, (filter) => columnOf(filter) === null || filter.length > 3_000),
      { numRuns: 2_000 },
    );
  });
});
