import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ACL_COMMANDS,
  type Acl,
  aclAllows,
  effectiveAcl,
  isSameAcl,
  mayWriteAcl,
  parseAcl,
  ROOT_ACL,
  wouldLockOut,
  writeAcl,
} from "./acl";

const ME = "dm-a.example";

function acl(text: string): Acl {
  const parsed = parseAcl(text);
  if (!parsed) throw new Error(`${text} is no list`);
  return parsed;
}

describe("an access control list", () => {
  it.each([
    ["", ""],
    ["Add=dm-a.example&Get=*&Replace=dm-a.example+dm-b", "Add=dm-a.example&Get=*&Replace=dm-a.example+dm-b"],
    ["Replace=a&Get=a", "Get=a&Replace=a"],
    ["Get=a+*+b", "Get=*"],
    ["Get=a&Get=b+a", "Get=a+b"],
    ["Get=*\0", "Get=*"],
  ])("%j reads as %j", (text, written) => {
    expect(writeAcl(acl(text))).toBe(written);
  });

  it.each([
    "Get",
    "Get=",
    "Copy=a",
    "get=a",
    "Get=a+",
    "Get=+a",
    "Get=a b",
    "Get=a&",
    "Get=a=b",
    "Get=**",
    "Get=a\u0007",
  ])("%j is none", (text) => {
    expect(parseAcl(text)).toBeNull();
  });

  it("has at most 4,096 octets", () => {
    expect(parseAcl(`Get=${"a".repeat(4_092)}`)).not.toBeNull();
    expect(parseAcl(`Get=${"a".repeat(4_093)}`)).toBeNull();
  });

  it("comes back as it was written", () => {
    const id = fc.constantFrom("a", "b.example", "ü-1", "x|y");
    const entry = fc.tuple(fc.constantFrom(...ACL_COMMANDS), fc.uniqueArray(id, { minLength: 1, maxLength: 3 }));
    const list = fc.uniqueArray(entry, { selector: ([command]) => command, maxLength: 5 });
    fc.assert(
      fc.property(list, (entries) => {
        const written = writeAcl(new Map(entries));
        expect(Object.fromEntries(acl(written))).toEqual(Object.fromEntries(entries));
        expect(isSameAcl(written, entries.map(([command, ids]) => `${command}=${ids.join("+")}`).join("&"))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("says the same in any order, and nothing else", () => {
    expect(isSameAcl("Get=a+b&Add=*", "Add=*&Get=b+a")).toBe(true);
    expect(isSameAcl("Get=a", "Get=a+b")).toBe(false);
    expect(isSameAcl("Get=a", "")).toBe(false);
    expect(isSameAcl("nonsense", "nonsense")).toBe(false);
  });

  it("denies what it does not name, once it names anything", () => {
    expect(aclAllows(acl("Get=*"), "Get", ME)).toBe(true);
    expect(aclAllows(acl("Get=*"), "Replace", ME)).toBe(false);
    expect(aclAllows(acl(`Replace=other+${ME}`), "Replace", ME)).toBe(true);
    expect(aclAllows(acl("Replace=dm-a"), "Replace", ME)).toBe(false);
  });
});

describe("the list that counts for a node", () => {
  const lists: Record<string, string> = { "./A": `Get=*&Replace=${ME}`, "./A/B/C": "Get=other", "./X": "nonsense" };
  const aclOf = (uri: string) => lists[uri] ?? "";

  it("is the nearest one upwards; the root has one even where the device tells none", () => {
    expect(writeAcl(effectiveAcl("./A/B", aclOf))).toBe(`Get=*&Replace=${ME}`);
    expect(writeAcl(effectiveAcl("./A/B/C/D", aclOf))).toBe("Get=other");
    expect(writeAcl(effectiveAcl("./Z/Y", aclOf))).toBe(ROOT_ACL);
    expect(effectiveAcl("./X/Y", aclOf).size).toBe(0);
  });

  it("may be written by a right on the node above, or on an interior node itself", () => {
    const may = (uri: string, isLeaf: boolean) => mayWriteAcl({ uri, isLeaf }, ME, aclOf);
    expect(may("./A/B/leaf", true)).toBe(true);
    expect(may("./A/B/C", true)).toBe(true);
    expect(may("./A", false)).toBe(true);
    expect(may("./A", true)).toBe(false);
    expect(may("./A/B/C/D", false)).toBe(false);
    expect(may(".", false)).toBe(false);
  });
});

describe("a list that locks a server out", () => {
  it.each([
    ["", false],
    [`Get=*&Replace=${ME}`, false],
    ["Get=*&Replace=*", false],
    ["Get=*", true],
    ["Get=*&Replace=other", true],
    [`Replace=${ME}`, true],
    ["Add=*", true],
  ])("%j: %j", (text, locks) => {
    expect(wouldLockOut(acl(text), ME)).toBe(locks);
  });
});
