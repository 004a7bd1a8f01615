import fc from "fast-check";
import { expect, it } from "vitest";
import { readCsvLine } from "./read-csv-line";

it.each([
  ["", [""]],
  ["a, b ,", ["a", "b", ""]],
  ['"a,b","say ""x""",c', ["a,b", 'say "x"', "c"]],
  ['""', [""]],
  ['a"b', null],
  ['"a', null],
  ['"a"b', null],
  ['"a" ,b', null],
])("%j has the cells %j", (line, cells) => {
  expect(readCsvLine(line)).toEqual(cells);
});

it("what was quoted is read back, and no text makes it fail in another way: 5,000 lines", () => {
  const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 8 }), (cells) => {
      expect(readCsvLine(cells.map(quote).join(","))).toEqual(cells);
    }),
    { numRuns: 2_500 },
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom('"', ",", "a", " "), { maxLength: 40 }), (parts) => {
      const cells = readCsvLine(parts.join(""));
      if (cells !== null) expect(cells.length).toBeGreaterThan(0);
    }),
    { numRuns: 2_500 },
  );
});
