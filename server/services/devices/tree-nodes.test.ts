import { describe, expect, it } from "vitest";
import { type KnownNode, treeOf } from "./tree-nodes";

const readAt = new Date("2026-03-01T10:00:00Z");
const later = new Date("2026-03-02T10:00:00Z");

function leaf(uri: string, value: string): KnownNode {
  return { uri, format: "chr", type: "text/plain", value, size: value.length, acl: null, readAt };
}

describe("treeOf", () => {
  it("shows interior nodes that nobody read, because something below them was", () => {
    const tree = treeOf(".", 3, [leaf("./DevInfo/Man", "Acme"), leaf("./Vendor/Radio/Mode", "5G")], []);
    expect(tree.map((node) => [node.uri, node.children])).toEqual([
      [".", ["DevInfo", "Vendor"]],
      ["./DevInfo", ["Man"]],
      ["./DevInfo/Man", null],
      ["./Vendor", ["Radio"]],
      ["./Vendor/Radio", ["Mode"]],
      ["./Vendor/Radio/Mode", null],
    ]);
  });

  it("names children that are listed but not read, and shows no interior value", () => {
    const node: KnownNode = { ...leaf("./DevDetail", "DevTyp/FwV/URI"), format: "node" };
    const [, shown] = treeOf(".", 1, [node], [{ uri: "./DevDetail/Bearer", readAt: later }]);
    expect(shown).toMatchObject({ value: null, size: null, children: ["Bearer", "DevTyp", "FwV", "URI"] });
  });

  it("stops at the deepest level and still names what is below it", () => {
    const tree = treeOf("./A", 1, [], [{ uri: "./A/B", readAt: later }]);
    expect(tree).toEqual([
      {
        uri: "./A",
        format: "node",
        type: null,
        value: null,
        size: null,
        acl: null,
        children: ["B"],
        readAt: later.toISOString(),
      },
    ]);
  });

  it("is empty where nothing is known", () => {
    expect(treeOf("./A", 2, [], [])).toEqual([]);
  });
});
