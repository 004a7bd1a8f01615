import { describe, expect, it } from "vitest";
import { type NodeReading, TNDS_TYPE, writeTnds } from "../../oma-dm";
import { treeFactsOf } from "./tree-facts";

const text = (uri: string, value: string): NodeReading => ({ uri, format: "chr", value });
const factsOf = (...nodes: NodeReading[]) => treeFactsOf([{ kind: "nodes", nodes }], false);

const nothing = { nodes: [], acls: [] };

describe("what is kept of a tree", () => {
  it("is each node once, as it was read last", () => {
    expect(factsOf(text("./A", "1"), text("./B", "2"), text("./A", "3"))).toEqual({
      nodes: [text("./A", "3"), text("./B", "2")],
      acls: [],
    });
  });

  it("is a node's access control list beside it, and no other property", () => {
    expect(factsOf(text("./A?prop=ACL", "Get=*"), text("./A?prop=Name", "A"), text("./A?list=Struct", ""))).toEqual({
      nodes: [],
      acls: [{ uri: "./A", acl: "Get=*" }],
    });
  });

  it("is every node of a serialised tree; one whose value is not told stays as it was", () => {
    const tree = writeTnds(
      [
        { uri: "./Apps/Mail", format: "node", type: "urn:x:1.0", value: null, acl: "Get=*" },
        { uri: "./Apps/Mail/Port", format: "int", type: "text/plain", value: "993" },
        { uri: "./Apps/Mail/Secret", format: "chr", type: "text/plain", value: null },
      ],
      "xml",
      { base: "./Apps" },
    );
    const value = Buffer.from(tree).toString();
    const facts = {
      nodes: [
        { uri: "./Apps/Mail", format: "node", type: "urn:x:1.0", value: "Port/Secret" },
        { uri: "./Apps/Mail/Port", format: "int", type: "text/plain", value: "993" },
      ],
      acls: [{ uri: "./Apps/Mail", acl: "Get=*" }],
    };
    for (const uri of ["./Apps/Mail", "./Apps/Mail?list=TNDS"]) {
      for (const type of [TNDS_TYPE, "Application/vnd.syncml.DMTNDS+XML"]) {
        expect(factsOf({ uri, format: "xml", type, value })).toEqual(facts);
      }
    }
    expect(factsOf({ uri: "./Apps/Mail", format: "xml", type: TNDS_TYPE, value: value.slice(0, -5) })).toEqual(nothing);
  });

  it("is of a list no leaf whose value is not told, but its name among the children of the node above", () => {
    const listed = [
      { uri: "./Wifi", format: "node", value: "" },
      text("./Wifi/Ssid", "garden"),
      { ...text("./Wifi/Key", ""), untold: true as const },
      { uri: "./Empty", format: "node", value: "" },
    ];
    expect(treeFactsOf([{ kind: "nodes", nodes: listed }], false).nodes).toEqual([
      { uri: "./Wifi", format: "node", value: "Ssid/Key" },
      text("./Wifi/Ssid", "garden"),
      { uri: "./Empty", format: "node", value: "" },
    ]);
  });

  it("is DevInfo only where something of it is new", () => {
    const effect = { kind: "device_info" as const, values: { "./DevInfo/Man": "Nimbus" } };
    expect(treeFactsOf([effect], false)).toEqual(nothing);
    expect(treeFactsOf([effect], true)).toEqual({ nodes: [text("./DevInfo/Man", "Nimbus")], acls: [] });
  });
});
