import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type NodeAddress, parseNodeAddress, selectedParts, TNDS_PARTS, writeNodeAddress } from "./node-address";
import { NODE_PROPERTIES, type NodeProperty } from "./node-properties";

describe("the address of a command", () => {
  it.each([
    ["A/B", "./A/B"],
    ["./A/?prop=acl", "./A?prop=ACL"],
    [".?prop=Name", ".?prop=Name"],
    ["./A?list=structdata", "./A?list=StructData"],
    ["./A?list=Struct", "./A?list=Struct"],
    ["./A?list=TNDS", "./A?list=TNDS"],
    ["./A?list=tnds+value+ACL+Value", "./A?list=TNDS+ACL+Value"],
    ["./A?list=TNDS-Format-ACL", "./A?list=TNDS-ACL-Format"],
    ["./A?list=TNDS+ACL\0", "./A?list=TNDS+ACL"],
  ])("%j is written %j", (text, written) => {
    const address = parseNodeAddress(text);
    expect(address && writeNodeAddress(address)).toBe(written);
  });

  it.each([
    "",
    "..",
    "./A?",
    "./A?prop=",
    "./A?prop=Owner",
    "./A?list=Tree",
    "./A?list=TNDS+Value-ACL",
    "./A?list=TNDS+",
    "./A?list=TNDS++ACL",
    "./A?list=TNDSACL",
    "./A?list=Struct+ACL",
    "./A?prop=ACL&list=Struct",
    "./A?x=y",
  ])("%j is none", (text) => {
    expect(parseNodeAddress(text)).toBeNull();
  });

  it("says which parts of a tree are wanted", () => {
    const partsOf = (text: string) => {
      const query = parseNodeAddress(text)?.query;
      return query?.kind === "list" && query.attribute === "TNDS" ? [...selectedParts(query.selection)].sort() : null;
    };
    expect(partsOf("./A?list=TNDS+ACL+Value")).toEqual(["ACL", "Value"]);
    expect(partsOf("./A?list=TNDS-ACL")).toEqual(TNDS_PARTS.filter((part) => part !== "ACL").sort());
    expect(partsOf("./A?list=TNDS")).toContain("Value");
  });

  it("comes back as it was written, whatever it asks for", () => {
    const parts = fc.subarray([...TNDS_PARTS], { minLength: 1 });
    const selection = fc.oneof(
      fc.constant(null),
      parts.map((only) => ({ only })),
      parts.map((without) => ({ without })),
    );
    const query: fc.Arbitrary<NodeAddress["query"]> = fc.oneof(
      fc.constant(null),
      fc
        .constantFrom(...(Object.keys(NODE_PROPERTIES) as NodeProperty[]))
        .map((property) => ({ kind: "property" as const, property })),
      fc
        .constantFrom("Struct" as const, "StructData" as const)
        .map((attribute) => ({ kind: "list" as const, attribute })),
      selection.map((chosen) => ({ kind: "list" as const, attribute: "TNDS" as const, selection: chosen })),
    );
    fc.assert(
      fc.property(fc.constantFrom(".", "./A", "./A/B c/ü"), query, (uri, asked) => {
        expect(parseNodeAddress(writeNodeAddress({ uri, query: asked }))).toEqual({ uri, query: asked });
      }),
      { numRuns: 2_000 },
    );
  });
});
