import { describe, expect, it } from "vitest";
import type { TreeNodeView } from "@/server/services/devices/schemas";
import { treeMove, treeRows } from "./tree-rows";

function node(uri: string, children: string[] | null): [string, TreeNodeView] {
  return [
    uri,
    {
      uri,
      format: children ? "node" : "chr",
      type: null,
      value: null,
      size: null,
      acl: null,
      children,
      readAt: "2026-11-22T10:00:00Z",
      title: null,
      description: null,
    },
  ];
}
const nodes = new Map([
  node(".", ["DevDetail", "DevInfo", "Empty"]),
  node("./DevDetail", ["Ext", "FwV"]),
  node("./DevDetail/FwV", null),
  node("./DevInfo", ["Man"]),
  node("./Empty", []),
]);

describe("the rows of a tree", () => {
  it("are the root's children until something is opened", () => {
    expect(treeRows(nodes, new Set()).map((row) => row.uri)).toEqual(["./DevDetail", "./DevInfo", "./Empty"]);
  });

  it("show the children of open nodes, with level and position, read or not", () => {
    const rows = treeRows(nodes, new Set(["./DevDetail"]));
    expect(rows.map((row) => `${row.level} ${row.position}/${row.siblings} ${row.name}`)).toEqual([
      "1 1/3 DevDetail",
      "2 1/2 Ext",
      "2 2/2 FwV",
      "1 2/3 DevInfo",
      "1 3/3 Empty",
    ]);
    expect(rows[1]?.node).toBeNull();
  });

  it("offer to open parents only", () => {
    const rows = treeRows(nodes, new Set(["./Empty", "./DevDetail"]));
    expect(rows.filter((row) => row.expandable).map((row) => row.name)).toEqual(["DevDetail", "DevInfo"]);
  });
});

describe("keys in a tree", () => {
  const rows = treeRows(nodes, new Set(["./DevDetail"]));

  it("move over the rows and stop at both ends", () => {
    expect(treeMove(rows, 0, "ArrowDown")).toEqual({ kind: "focus", index: 1 });
    expect(treeMove(rows, 0, "ArrowUp")).toEqual({ kind: "focus", index: 0 });
    expect(treeMove(rows, 2, "End")).toEqual({ kind: "focus", index: 4 });
    expect(treeMove(rows, 4, "PageDown")).toEqual({ kind: "focus", index: 4 });
    expect(treeMove(rows, 4, "Home")).toEqual({ kind: "focus", index: 0 });
  });

  it("open, then enter the cells; close, then go to the parent", () => {
    expect(treeMove(rows, 3, "ArrowRight")).toEqual({ kind: "expand", uri: "./DevInfo" });
    expect(treeMove(rows, 0, "ArrowRight")).toEqual({ kind: "cell" });
    expect(treeMove(rows, 2, "ArrowRight")).toEqual({ kind: "cell" });
    expect(treeMove(rows, 0, "ArrowLeft")).toEqual({ kind: "collapse", uri: "./DevDetail" });
    expect(treeMove(rows, 2, "ArrowLeft")).toEqual({ kind: "focus", index: 0 });
    expect(treeMove(rows, 3, "ArrowLeft")).toEqual({ kind: "none" });
  });

  it("that mean nothing here are left to the page", () => {
    expect(treeMove(rows, 0, "a")).toEqual({ kind: "none" });
    expect(treeMove([], 0, "ArrowDown")).toEqual({ kind: "none" });
  });
});
