import { describe, expect, it } from "vitest";
import { newestKind } from "./index";
import { resultOf, runKind as run } from "./testing/run-kind";

const text = (value: string) => ({ format: "chr", type: "text/plain", value });
const LEAVES = {
  "./Wifi/Enabled": { format: "bool", value: "false" },
  "./Wifi/Ssid": text("home"),
  "./Wifi/Channel": { format: "int", value: "6" },
  "./Vendor/X": text("1"),
};
const leaves = LEAVES;

function problemsOf(kind: string, params: unknown): { readonly path: string; readonly message: string }[] {
  const parsed = newestKind(kind)?.params.safeParse(params);
  return (parsed?.error?.issues ?? []).map(({ path, message }) => ({ path: path.join("/"), message }));
}

function pathsOf(kind: string, params: unknown): string[] {
  return problemsOf(kind, params).map(({ path }) => path);
}

function expectResultOfKind({ kind, verdict }: ReturnType<typeof run>): void {
  expect(kind.result.safeParse(resultOf(verdict)).error).toBeUndefined();
}

function tree(nodes: string): string {
  return `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${nodes}</MgmtTree>`;
}

function treeNode(name: string, format: string, inner: string): string {
  return `<Node><NodeName>${name}</NodeName><RTProperties><Format><${format}/></Format><Type><MIME>text/plain</MIME></Type></RTProperties>${inner}</Node>`;
}

const APN = tree(
  treeNode(
    "Apn",
    "node",
    treeNode("Name", "chr", "<Value>internet</Value>") + treeNode("Port", "int", "<Value>80</Value>"),
  ),
);

describe("parameter.set of properties", () => {
  const set = (values: unknown[], more: object = {}) => ({ values, ...more });

  it("writes an access control list and proves it by reading it back, in whatever order the device lists it", () => {
    const acl = { uri: "./Wifi?prop=acl", value: "Get=*&Replace=a+b" };
    const ran = run("parameter.set", set([acl]), { leaves, acls: { "./Wifi": "Get=*&Replace=*" } });
    expect(ran.verdict).toMatchObject({ state: "succeeded", outcome: "verified" });
    expect(resultOf(ran.verdict)).toEqual({
      values: [{ uri: "./Wifi?prop=ACL", status: 200, before: "Get=*&Replace=*", after: "Get=*&Replace=a+b" }],
    });
    const kept = { acls: { "./Wifi": "Replace=b+a&Get=*" }, deaf: ["./Wifi?prop=ACL"] };
    expect(run("parameter.set", set([acl]), { leaves, ...kept }).verdict).toMatchObject({ outcome: "verified" });
    const old = { acls: { "./Wifi": "Get=*" }, deaf: ["./Wifi?prop=ACL"] };
    expect(run("parameter.set", set([acl]), { leaves, ...old }).verdict).toMatchObject({ outcome: "unconfirmed" });
  });

  it("renames a node and looks for it under its new name", () => {
    const rename = { uri: "./Wifi/Ssid?prop=Name", value: "Name" };
    const { verdict, steps } = run("parameter.set", set([rename]), { leaves });
    expect(verdict).toMatchObject({ outcome: "verified", result: { values: [{ before: "Ssid", after: "Name" }] } });
    expect(steps.map((step) => step.uri)).toEqual([
      "./Wifi/Ssid?prop=Name",
      "./Wifi/Ssid?prop=Name",
      "./Wifi/Name?prop=Name",
    ]);
    expect(run("parameter.set", set([rename]), { leaves, deaf: [rename.uri] }).verdict).toMatchObject({
      state: "succeeded",
      outcome: "acknowledged",
    });
  });

  it("is told by the device where a property cannot be written", () => {
    const title = { uri: "./Wifi?prop=Title", value: "Wireless" };
    expect(run("parameter.set", set([title]), { leaves }).verdict).toMatchObject({
      outcome: "refused",
      result: { values: [{ status: 406 }] },
    });
  });

  it("refuses what no device could do, and says where", () => {
    const paths = (...values: unknown[]) => pathsOf("parameter.set", set(values));
    expect(paths({ uri: "./A?prop=Size", value: "1" })).toEqual(["values/0/uri"]);
    expect(paths({ uri: "./A?prop=ACL", value: "Copy=*" })).toEqual(["values/0/value"]);
    expect(paths({ uri: "./A?prop=ACL", value: "", format: "chr" })).toEqual(["values/0/format"]);
    expect(paths({ uri: "./A?prop=Title", value: "é".repeat(128) })).toEqual(["values/0/value"]);
    for (const name of ["", "a/b", "..", "a b", "a?b"]) {
      expect(paths({ uri: "./A?prop=Name", value: name }), name).toEqual(["values/0/value"]);
    }
    expect(paths({ uri: "./A?prop=Name", value: "B" }, { uri: "./A/x", value: "1" })).toEqual(["values"]);
    expect(paths({ uri: "./A?prop=Name", value: "B" }, { uri: "./AB/x", value: "1" })).toEqual([]);
  });
});

describe("parameter.add", () => {
  const nodes = [
    { uri: "./Vendor/Net/Port", value: "80", format: "int" },
    { uri: "./Vendor/Net", type: "urn:x:1.0" },
  ];

  it("adds the upper nodes first, in messages of their own, and reads all back", () => {
    const ran = run("parameter.add", { nodes }, { leaves });
    expect(ran.verdict).toEqual({
      state: "succeeded",
      outcome: "verified",
      result: {
        treeStatus: null,
        values: [
          { uri: "./Vendor/Net/Port", status: 200, after: "80" },
          { uri: "./Vendor/Net", status: 200, after: null },
        ],
      },
    });
    expectResultOfKind(ran);
    expect(ran.steps.map((step) => [step.command, step.uri])).toEqual([
      ["Add", "./Vendor/Net"],
      ["Add", "./Vendor/Net/Port"],
      ["Get", "./Vendor/Net/Port"],
      ["Get", "./Vendor/Net"],
    ]);
    expect(ran.messages).toHaveLength(3);
  });

  it("does not send what stands below a node that was refused", () => {
    const { verdict, steps } = run("parameter.add", { nodes }, { leaves, statuses: { "Add ./Vendor/Net": 425 } });
    expect(verdict).toMatchObject({ outcome: "refused", retryable: false });
    expect(resultOf(verdict)).toMatchObject({ values: [{ status: null, after: null }, { status: 425 }] });
    expect(steps.filter((step) => step.command === "Add")).toHaveLength(1);
  });

  it("takes a node that is there already as it was to be for added, and no other", () => {
    const there = { ...leaves, "./Vendor/Net/Port": { format: "int", value: "080" } };
    expect(run("parameter.add", { nodes }, { leaves: there }).verdict).toMatchObject({
      outcome: "verified",
      result: { values: [{ status: 418, after: "080" }, { status: 418 }] },
    });
    const other = { ...leaves, "./Vendor/Net/Port": { format: "int", value: "8080" } };
    expect(run("parameter.add", { nodes }, { leaves: other }).verdict).toMatchObject({ outcome: "refused" });
  });

  it("sends a tree in one command to a device that takes it", () => {
    const ran = run("parameter.add", { uri: "./Vendor", tnds: APN }, { leaves, takesTrees: true });
    expect(ran.verdict).toMatchObject({ outcome: "verified" });
    expect(resultOf(ran.verdict)).toEqual({
      treeStatus: 200,
      values: [
        { uri: "./Vendor/Apn", status: 200, after: null },
        { uri: "./Vendor/Apn/Name", status: 200, after: "internet" },
        { uri: "./Vendor/Apn/Port", status: 200, after: "80" },
      ],
    });
    expect(ran.steps.filter((step) => step.command === "Add").map((step) => step.uri)).toEqual(["./Vendor"]);
  });

  it.each([404, 405, 406, 413, 415, 418, 501])(
    "adds its nodes one by one where the device answers %i to it",
    (status) => {
      const statuses = { "Add ./Vendor": status };
      const { verdict, steps } = run("parameter.add", { uri: "./Vendor", tnds: APN }, { leaves, statuses });
      expect(verdict).toMatchObject({ outcome: "verified", result: { treeStatus: status } });
      expect(steps.filter((step) => step.command === "Add").map((step) => step.uri)).toEqual([
        "./Vendor",
        "./Vendor/Apn",
        "./Vendor/Apn/Name",
        "./Vendor/Apn/Port",
      ]);
    },
  );

  it("leaves it at a refusal that has nothing to do with the form", () => {
    const statuses = { "Add ./Vendor": 425 };
    const { verdict, steps } = run("parameter.add", { uri: "./Vendor", tnds: APN }, { leaves, statuses });
    expect(verdict).toMatchObject({
      outcome: "refused",
      result: { treeStatus: 425, values: [{ status: 425 }, {}, {}] },
    });
    expect(steps.filter((step) => step.command === "Add")).toHaveLength(1);
  });

  describe("of a tree with titles and lists of rights", () => {
    const ruled = tree(
      treeNode("Apn", "node", treeNode("Name", "chr", "<Value>internet</Value>"))
        .replace("<RTProperties>", "<RTProperties><ACL>Get=*&amp;Replace=a</ACL>")
        .replace("<NodeName>Name</NodeName><RTProperties>", "$&<ACL>Get=*</ACL><Title>Name of it</Title>"),
    );
    const params = { uri: "./Vendor", tnds: ruled };
    const properties = {
      "./Vendor/Apn/Name?prop=Title": "Name of it",
      "./Vendor/Apn/Name?prop=ACL": "Get=*",
      "./Vendor/Apn?prop=ACL": "Get=*&Replace=a",
    };
    const told = (verdict: ReturnType<typeof run>["verdict"]) =>
      (resultOf(verdict) as { values: { uri: string; after: string | null }[] }).values
        .filter(({ uri }) => uri.includes("?"))
        .map(({ uri, after }) => [uri, after]);

    it.each([true, false])("leaves the same tree in one command or node by node (%s)", (takesTrees) => {
      const ran = run("parameter.add", params, { leaves, takesTrees, knowsTitles: true });
      expect(ran.verdict).toMatchObject({ state: "succeeded", outcome: "verified" });
      expectResultOfKind(ran);
      expect(told(ran.verdict)).toEqual(Object.entries(properties));
    });

    it("writes the lists of lower nodes first, when all nodes are there", () => {
      const { steps, messages } = run("parameter.add", params, { leaves, knowsTitles: true });
      const writes = steps.filter(({ command }) => command === "Replace").map(({ uri }) => uri);
      expect(writes).toEqual(Object.keys(properties));
      expect(messages).toHaveLength(8);
    });

    it("says which it could not write, and writes none of a node that was refused", () => {
      const { verdict } = run("parameter.add", params, { leaves });
      expect(verdict).toMatchObject({
        outcome: "refused",
        reason: { text: "The device refused 1 of 5 nodes and properties." },
      });
      expect(resultOf(verdict)).toMatchObject({ values: [{}, {}, { status: 406, after: null }, {}, {}] });
      const statuses = { "Add ./Vendor/Apn/Name": 425 };
      const { steps } = run("parameter.add", params, { leaves, statuses });
      const writes = steps.filter(({ command }) => command === "Replace").map(({ uri }) => uri);
      expect(writes).toEqual(["./Vendor/Apn?prop=ACL"]);
    });

    it("takes them back with the nodes where it is all or nothing", () => {
      const statuses = { "Replace ./Vendor/Apn?prop=ACL": 425 };
      const script = { leaves, knowsTitles: true, atomic: 406, statuses };
      const { verdict, steps } = run("parameter.add", { ...params, atomic: true }, script);
      expect(verdict).toMatchObject({
        outcome: "refused",
        reason: { text: "The device refused 1 of 5 nodes and properties. What was done was taken back." },
      });
      const backwards = steps.filter(({ command }) => command === "Replace" || command === "Delete").slice(-4);
      expect(backwards.map(({ command, uri }) => `${command} ${uri}`)).toEqual([
        "Replace ./Vendor/Apn/Name?prop=ACL",
        "Replace ./Vendor/Apn/Name?prop=Title",
        "Delete ./Vendor/Apn/Name",
        "Delete ./Vendor/Apn",
      ]);
    });
  });

  it("refuses what it could not send, and says what is wrong", () => {
    const paths = (params: unknown) => pathsOf("parameter.add", params);
    expect(paths({})).toEqual(["nodes"]);
    expect(paths({ nodes, tnds: APN })).toEqual(["nodes"]);
    expect(paths({ nodes, uri: "./A" })).toEqual(["uri"]);
    expect(paths({ nodes: [nodes[1], nodes[1]] })).toEqual(["nodes"]);
    expect(paths({ nodes: [{ uri: "./A", format: "node", value: "x" }] })).toEqual(["nodes/0/value"]);
    expect(paths({ nodes: [{ uri: "./A", value: "x", type: "urn:x" }] })).toEqual(["nodes/0/type"]);
    expect(paths({ nodes: [{ uri: "." }] })).toEqual(["nodes/0/uri"]);
    expect(paths({ tnds: "<MgmtTree" })).toEqual(["tnds"]);
    expect(problemsOf("parameter.add", { tnds: tree(treeNode("a/b", "chr", "")) })).toEqual([
      { path: "tnds", message: "The tree is not right at .: bad_name a/b" },
    ]);
    const many = (count: number) =>
      tree(
        Array.from(
          { length: count },
          (_, n) => `<Node><NodeName>n${n}</NodeName><RTProperties><Format><chr/></Format></RTProperties></Node>`,
        ).join(""),
      );
    expect(paths({ tnds: many(500) })).toEqual([]);
    expect(paths({ tnds: many(501) })).toEqual(["tnds"]);
  });
});

describe("parameter.delete", () => {
  it("deletes nodes with all below them and proves that they are gone", () => {
    const ran = run("parameter.delete", { uris: ["./Wifi", "Vendor/X"] }, { leaves });
    expect(ran.verdict).toEqual({
      state: "succeeded",
      outcome: "verified",
      result: {
        values: [
          { uri: "./Wifi", status: 200, gone: true },
          { uri: "./Vendor/X", status: 200, gone: true },
        ],
      },
    });
    expectResultOfKind(ran);
  });

  it("is not fooled by a device that says yes and keeps the node", () => {
    expect(run("parameter.delete", { uris: ["./Vendor/X"] }, { leaves, deaf: ["./Vendor/X"] }).verdict).toMatchObject({
      outcome: "unconfirmed",
      result: { values: [{ status: 200, gone: false }] },
    });
  });

  it("is acknowledged where the node cannot be asked for", () => {
    const statuses = { "Get ./Vendor/X": 425 };
    expect(run("parameter.delete", { uris: ["./Vendor/X"] }, { leaves, statuses }).verdict).toMatchObject({
      outcome: "acknowledged",
      result: { values: [{ gone: null }] },
    });
  });

  it("takes a node that was not there for deleted beside others, and has nothing to do when none was there", () => {
    const both = run("parameter.delete", { uris: ["./None", "./Vendor/X"] }, { leaves }).verdict;
    expect(both).toMatchObject({ outcome: "verified", result: { values: [{ status: 404, gone: true }, {}] } });
    const none = run("parameter.delete", { uris: ["./None"] }, { leaves }).verdict;
    expect(none).toMatchObject({ outcome: "refused", retryable: false, reason: { text: "There is no such node." } });
  });

  it("refuses the root, and nodes of which one goes with the other", () => {
    expect(pathsOf("parameter.delete", { uris: ["."] })).toEqual(["uris/0"]);
    expect(pathsOf("parameter.delete", { uris: ["./A", "./A/B"] })).toEqual(["uris"]);
    expect(pathsOf("parameter.delete", { uris: ["./A", "A"] })).toEqual(["uris"]);
    expect(pathsOf("parameter.delete", { uris: ["./A", "./AB"] })).toEqual([]);
  });
});

describe("parameter.copy", () => {
  const copies = [{ from: "./Wifi/Ssid", to: "./Vendor/Ssid" }];

  it("copies leaves on the device and compares the copy with the original", () => {
    const ran = run("parameter.copy", { copies }, { leaves });
    expect(ran.verdict).toEqual({
      state: "succeeded",
      outcome: "verified",
      result: {
        values: [
          { from: "./Wifi/Ssid", uri: "./Vendor/Ssid", how: "copy", status: 200, original: "home", after: "home" },
        ],
      },
    });
    expectResultOfKind(ran);
    expect(ran.steps.map((step) => step.command)).toEqual(["Get", "Copy", "Get"]);
  });

  it.each([406, 501])("adds what it read where the device answers %i to a Copy", (status) => {
    const statuses = { "Copy ./Vendor/Ssid": status };
    const { verdict, steps } = run("parameter.copy", { copies }, { leaves, statuses });
    expect(verdict).toMatchObject({ outcome: "verified", result: { values: [{ how: "add", status: 200 }] } });
    expect(steps.map((step) => step.command)).toEqual(["Get", "Copy", "Add", "Get"]);
  });

  it("is refused where the target is there already, or the original cannot be read to be added", () => {
    const onto = [{ from: "./Wifi/Ssid", to: "./Vendor/X" }];
    expect(run("parameter.copy", { copies: onto }, { leaves }).verdict).toMatchObject({ outcome: "refused" });
    const statuses = { "Copy ./Vendor/Ssid": 501, "Get ./Wifi/Ssid": 405 };
    expect(run("parameter.copy", { copies }, { leaves, statuses }).verdict).toMatchObject({
      outcome: "refused",
      result: { values: [{ how: "copy", status: 501 }] },
    });
  });

  it("refuses copies that depend on each other", () => {
    const chain = [
      { from: "./A", to: "./B" },
      { from: "./B", to: "./C" },
    ];
    expect(pathsOf("parameter.copy", { copies: chain })).toEqual(["copies"]);
    expect(pathsOf("parameter.copy", { copies: [copies[0], copies[0]] })).toEqual(["copies"]);
    expect(pathsOf("parameter.copy", { copies: [{ from: "./A", to: "A" }] })).toEqual(["copies/0"]);
  });
});

describe("what was done before, which nobody could see", () => {
  const verified = { state: "succeeded", outcome: "verified" };

  it("a node that was deleted is gone, not one that never was", () => {
    const params = { uris: ["./Vendor/X"] };
    expect(run("parameter.delete", params, { leaves, deaf: params.uris }).verdict).toMatchObject({ retryable: true });
    const { "./Vendor/X": _deleted, ...left } = leaves;
    const { verdict } = run("parameter.delete", params, { leaves: left }, null, 2);
    expect(verdict).toMatchObject({ ...verified, result: { values: [{ status: 404, gone: true }] } });
  });

  it("a node that was copied is a copy, not one that is in the way", () => {
    const params = { copies: [{ from: "./Wifi/Ssid", to: "./Vendor/Ssid" }] };
    const copied = { ...leaves, "./Vendor/Ssid": text("home") };
    expect(run("parameter.copy", params, { leaves: copied }, null, 2).verdict).toMatchObject(verified);
    const other = { ...leaves, "./Vendor/Ssid": text("away") };
    expect(run("parameter.copy", params, { leaves: other }, null, 2).verdict).toMatchObject({ outcome: "refused" });
  });

  it("a node that was renamed has its name, not none", () => {
    const params = { values: [{ uri: "./Wifi/Ssid?prop=Name", value: "Name" }] };
    const { "./Wifi/Ssid": ssid, ...left } = leaves;
    const { verdict } = run("parameter.set", params, { leaves: { ...left, "./Wifi/Name": ssid } }, null, 2);
    expect(verdict).toMatchObject({ ...verified, result: { values: [{ status: 404, after: "Name" }] } });
    expect(run("parameter.set", params, { leaves: left }, null, 2).verdict).toMatchObject({ outcome: "refused" });
    // Of the first attempt: the answer was lost, and the Replace that was sent again finds the old name no more.
    const repeated = { leaves: { ...leaves, "./Wifi/Name": ssid }, statuses: { "Replace ./Wifi/Ssid?prop=Name": 404 } };
    expect(run("parameter.set", params, repeated).verdict).toMatchObject(verified);
  });
});

describe("script.run", () => {
  const commands = [
    { command: "Get", uri: "./Wifi?prop=ACL" },
    { command: "Get", uri: "Wifi/Ssid" },
    { command: "Replace", uri: "./Wifi/Ssid", value: "garden" },
    { command: "Add", uri: "./Vendor/Y", value: "2", format: "int" },
    { command: "Copy", from: "./Vendor/Y", uri: "./Vendor/Z" },
    { command: "Delete", uri: "./Vendor/X" },
    { command: "Exec", uri: "./Vendor/Run", value: "now" },
    { command: "Get", uri: "./Vendor" },
  ];

  it("runs commands in their order, Gets beside each other in one message, and gives each its answer", () => {
    const ran = run("script.run", { commands }, { leaves });
    expect(ran.verdict).toMatchObject({ state: "succeeded", outcome: "acknowledged" });
    expectResultOfKind(ran);
    expect(ran.messages.map((answers) => answers.length)).toEqual([2, 1, 1, 1, 1, 1, 1]);
    expect(ran.executed.map((exec) => exec.uri)).toEqual(["./Vendor/Run"]);
    const { steps } = resultOf(ran.verdict) as { steps: { nodes: { value: string }[] }[] };
    expect(steps.map((step) => step.nodes.map((node) => node.value))).toEqual([
      [""],
      ["home"],
      [],
      [],
      [],
      [],
      [],
      ["Y/Z"],
    ]);
  });

  it("stops at the first refusal unless it is told to go on", () => {
    const script = { leaves, statuses: { "Replace ./Wifi/Ssid": 425 } };
    const statusesOf = (onRefusal?: string) => {
      const { verdict } = run("script.run", { commands, ...(onRefusal && { onRefusal }) }, script);
      expect(verdict).toMatchObject({ outcome: "refused", reason: { text: "The device refused 1 of 8 commands." } });
      return (resultOf(verdict) as { steps: { status: number | null }[] }).steps.map((step) => step.status);
    };
    expect(statusesOf()).toEqual([200, 200, 425, null, null, null, null, null]);
    expect(statusesOf("continue")).toEqual([200, 200, 425, 200, 200, 200, 200, 200]);
  });

  it("points at the command that is wrong", () => {
    const paths = (command: unknown) => pathsOf("script.run", { commands: [{ command: "Get", uri: "./A" }, command] });
    expect(paths({ command: "Move", uri: "./A" })).toEqual(["commands/1/command"]);
    expect(paths({ command: "Get", uri: "./A?list=Everything" })).toEqual(["commands/1/uri"]);
    expect(paths({ command: "Get", uri: "./A?list=TNDS+Value" })).toEqual([]);
    expect(paths({ command: "Delete", uri: "./A", value: "x" })).toEqual(["commands/1"]);
    expect(paths({ command: "Copy", uri: "./A" })).toEqual(["commands/1/from"]);
    expect(paths({ command: "Replace", uri: "./A?prop=VerNo", value: "1" })).toEqual(["commands/1/uri"]);
  });
});

describe("what a kind says that it will touch", () => {
  const touches = (name: string, params: unknown) => {
    const kind = newestKind(name);
    return kind
      ?.touches?.(kind.params.parse(params))
      .map(({ command, uri, pointer }) => `${command} ${uri} ${pointer}`);
  };

  it("names command, node and place of each", () => {
    expect(touches("parameter.get", { uris: ["./A"] })).toEqual(["Get ./A /uris/0"]);
    expect(touches("parameter.set", { values: [{ uri: "./A", value: "" }] })).toEqual(["Replace ./A /values/0/uri"]);
    expect(touches("parameter.add", { nodes: [{ uri: "./A" }] })).toEqual(["Add ./A /nodes/0/uri"]);
    expect(touches("parameter.add", { tnds: APN })?.[1]).toBe("Add ./Apn/Name /tnds");
    expect(touches("parameter.delete", { uris: ["./A"] })).toEqual(["Delete ./A /uris/0"]);
    const copies = [{ from: "./A", to: "./B" }];
    expect(touches("parameter.copy", { copies })).toEqual(["Copy ./A /copies/0/from", "Add ./B /copies/0/to"]);
    expect(touches("node.execute", { uri: "./A" })).toEqual(["Exec ./A /uri"]);
  });

  it("leaves out a list that is to be written in any case, and of a script all but lists", () => {
    const values = [{ uri: "./A?prop=ACL", value: "Get=*" }];
    expect(touches("parameter.set", { values })).toEqual(["Replace ./A?prop=ACL /values/0/uri"]);
    expect(touches("parameter.set", { values, force: true })).toEqual([]);
    const commands = [
      { command: "Delete", uri: "./A" },
      { command: "Replace", uri: "./A?prop=ACL", value: "Get=*" },
    ];
    expect(touches("script.run", { commands })).toEqual(["Replace ./A?prop=ACL /commands/1/uri"]);
    expect(touches("script.run", { commands, force: true })).toEqual([]);
  });
});
