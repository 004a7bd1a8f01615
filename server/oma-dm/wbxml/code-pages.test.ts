import { describe, expect, it } from "vitest";
import type { Dialect } from "../element";
import { CODE_PAGES } from "./code-pages";

/** The last token of each run without a gap: a name left out or doubled anywhere before shifts it. */
const PINNED: readonly (readonly [Dialect, number, Record<string, number>])[] = [
  [
    "SyncML 1.2",
    0,
    { Add: 0x05, Data: 0x0f, Delete: 0x10, Put: 0x1f, Replace: 0x20, SyncML: 0x2d, TargetRef: 0x2f, VerDTD: 0x31 },
  ],
  ["SyncML 1.2", 0, { MoreData: 0x34, Correlator: 0x3c }],
  ["SyncML 1.2", 1, { Anchor: 0x05, Next: 0x0f, NextNonce: 0x10, Version: 0x14, MaxObjSize: 0x15, FieldLevel: 0x16 }],
  ["SyncML 1.2", 2, { AccessType: 0x05, CS: 0x0f, date: 0x10, Man: 0x1f, MgmtTree: 0x20, node: 0x25, ZeroOrOne: 0x3c }],
  ["DM DDF 1.2", 2, { AccessType: 0x05, ZeroOrOne: 0x3c }],
  [
    "DevInf 1.2",
    0,
    { CTCap: 0x05, FwV: 0x0f, MaxSize: 0x1c, VerCT: 0x24, NoTruncate: 0x2e, SupportHierarchicalSync: 0x34 },
  ],
  ["DevInf 1.1", 0, { Size: 0x1c, SourceRef: 0x1d }],
  ["PROV 1.0", 0, { "wap-provisioningdoc": 0x05, characteristic: 0x06, parm: 0x07 }],
  ["PROV 1.0", 1, { characteristic: 0x06, parm: 0x07 }],
];

describe("code pages", () => {
  it.each(PINNED)("%s page %i has its tokens", (dialect, number, tokens) => {
    const page = CODE_PAGES[dialect][number];
    for (const [name, code] of Object.entries(tokens)) {
      expect(page?.codeOf.get(name), name).toBe(code);
      expect(page?.tags[code]?.name).toBe(name);
    }
  });

  it("have nothing at the reserved tokens", () => {
    expect(CODE_PAGES["SyncML 1.2"][0]?.tags[0x30]).toBeUndefined();
    expect(CODE_PAGES["DevInf 1.2"][0]?.tags[0x2f]).toBeUndefined();
    for (const pages of Object.values(CODE_PAGES)) {
      for (const page of pages) expect(page.tags.slice(0, 5)).toEqual(new Array(5).fill(undefined));
    }
  });

  it("name each token once", () => {
    for (const pages of Object.values(CODE_PAGES)) {
      for (const page of pages) expect(page.codeOf.size).toBe(page.tags.filter((tag) => tag !== undefined).length);
    }
  });
});
