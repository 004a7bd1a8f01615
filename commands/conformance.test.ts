import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type ConformanceTable,
  conformanceDocument,
  DOCUMENT,
  proofsOf,
  provedBy,
  readTable,
  unprovenOf,
} from "./conformance.mjs";

const ROOT = join(import.meta.dirname, "..");
const TABLE: ConformanceTable = {
  versions: ["1", "2"],
  features: [
    {
      feature: "A",
      direction: "both",
      cells: { "1": { proofs: [["a.test.ts", "does > a"]] }, "2": { because: "Not yet." } },
    },
  ],
};

describe("the table of conformance", () => {
  it("is what the document shows", () => {
    expect(readFileSync(DOCUMENT, "utf8"), "run node commands/conformance.mjs").toBe(conformanceDocument(readTable()));
  });

  it("has a test or a reason in every cell, and only tests whose file is there", () => {
    const { versions, features } = readTable();
    for (const { feature, cells } of features) {
      expect(Object.keys(cells), feature).toEqual(versions);
      for (const { proofs = [], because } of Object.values(cells)) {
        expect(proofs.length > 0 || (because ?? "") !== "", feature).toBe(true);
      }
    }
    for (const { file } of proofsOf(readTable())) expect(existsSync(join(ROOT, file)), file).toBe(true);
  });

  it("is not proven by a test that did not pass, or of that name in another file", () => {
    const [proof] = proofsOf(TABLE);
    expect(unprovenOf(TABLE, new Set())).toEqual([proof]);
    expect(unprovenOf(TABLE, new Set([provedBy("b.test.ts", "does a")]))).toEqual([proof]);
    expect(unprovenOf(TABLE, new Set([provedBy("a.test.ts", "does a")]))).toEqual([]);
  });

  it("shows tests as numbers and reasons as letters", () => {
    expect(conformanceDocument(TABLE)).toContain("| A       | both      | 1 | no (a) |");
    expect(conformanceDocument(TABLE)).toContain("- a: Not yet.");
    expect(conformanceDocument(TABLE)).toContain("1. `a.test.ts`: does \\> a");
  });
});
