import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutText } from "./cut-text";
import { readInstallReport } from "./objects/download";
import { readFirmwareReport } from "./objects/fumo";
import { readSoftwareReport } from "./objects/scomo";
import { TreeProblems } from "./tree/tree-record";

const UNITS_MAX = 8;
const isText = (text: string): boolean => Buffer.from(text).toString() === text;

describe("a text that is cut", () => {
  test("is its beginning, as long as it may be, and text still", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 12 }), (text) => {
        const cut = cutText(text, UNITS_MAX);
        expect(text.startsWith(cut)).toBe(true);
        expect(isText(cut)).toBe(true);
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(text.length, UNITS_MAX - 1));
        expect(cut.length).toBeLessThanOrEqual(UNITS_MAX);
      }),
    );
  });

  test.each([0, 1])("is text wherever a device's words are cut, begun at place %i", (shift) => {
    const words = `${"x".repeat(shift)}${"😀".repeat(3_000)}`;
    const problems = new TreeProblems();
    problems.note("unknown_format", ".", words);
    const kept = [
      readFirmwareReport({ type: "", data: `500 ${words}` }, "update").detail,
      readSoftwareReport({ data: words }).detail,
      readSoftwareReport({ data: `500 ${words}` }).detail,
      readSoftwareReport({ data: `<ResultCode>1200</ResultCode><Identifier>${words.slice(0, 901)}</Identifier>` })
        .identifier,
      readInstallReport(Buffer.from(`900 ${words}`))?.text,
      problems.list[0]?.detail,
    ];
    expect(kept.map((text) => [isText(text ?? ""), (text ?? "").length > 0])).toEqual(kept.map(() => [true, true]));
  });
});
