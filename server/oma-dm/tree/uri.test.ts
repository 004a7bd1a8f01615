import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalUri } from "./uri";

describe("the canonical form of a node's address", () => {
  test.each([
    ["./DevInfo/Man", "./DevInfo/Man"],
    ["DevInfo/Man", "./DevInfo/Man"],
    ["/DevInfo/Man", "./DevInfo/Man"],
    ["./DevInfo/Man/", "./DevInfo/Man"],
    ["./DevInfo/Man\0\0", "./DevInfo/Man"],
    [".", "."],
    ["./", "."],
    ["/", "."],
    ["./A?list=StructData", "./A?list=StructData"],
    ["A/?prop=ACL", "./A?prop=ACL"],
    [".?prop=ACL", ".?prop=ACL"],
    ["./?prop=ACL", ".?prop=ACL"],
    [".hidden/x", "./.hidden/x"],
    ["./A/..b", "./A/..b"],
    ["./A/Grüße", "./A/Grüße"],
  ])("%j is written %j", (text, uri) => {
    expect(canonicalUri(text)).toBe(uri);
  });

  test.each(["", "\0", "?prop=ACL", "..", "./..", "./A/../B", "./A/./B", "./A//B", "./A\nB", "./A\x7f", "./A?x\0y"])(
    "%j names no node",
    (text) => {
      expect(canonicalUri(text)).toBeNull();
    },
  );

  test("1,024 octets and 32 segments are accepted, one more of either is refused", () => {
    expect(canonicalUri(`./${"a".repeat(1_022)}`)).not.toBeNull();
    expect(canonicalUri(`./${"a".repeat(1_023)}`)).toBeNull();
    expect(canonicalUri(`./${"é".repeat(511)}`)).not.toBeNull();
    expect(canonicalUri(`./${"é".repeat(512)}`)).toBeNull();
    expect(canonicalUri(`.${"/a".repeat(32)}`)).not.toBeNull();
    expect(canonicalUri(`.${"/a".repeat(33)}`)).toBeNull();
  });

  test("a canonical address stays as it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "B", ".", "/", "?", "\0", "ü", "\n"), maxLength: 40 }),
        (text) => {
          const uri = canonicalUri(text);
          if (uri !== null) expect(canonicalUri(uri)).toBe(uri);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
