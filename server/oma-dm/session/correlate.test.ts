import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import type { Command } from "../syncml";
import { alert, devInfo, LockstepDevice, PlannedRun, SessionBench, type SessionBenchOptions } from "../testing";
import type { PlannedCommand } from "./work";

const get = (uri: string): PlannedCommand => ({ name: "Get", uri });
const replace = (uri: string, data: string): PlannedCommand => ({ name: "Replace", uri, format: "chr", data });
const exec = (uri: string): PlannedCommand => ({ name: "Exec", uri });

describe.each(["wbxml", "xml"] as const)("answers to commands, in %s", (encoding: Encoding) => {
  function open(runs: readonly PlannedRun[], options: Partial<SessionBenchOptions> = {}) {
    const phone = new LockstepDevice({ encoding });
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs, ...options });
    phone.hears(dm.exchange(phone.says([devInfo(), alert("1201")])));
    const commands = phone.commands();
    return { phone, dm, commands, command: (at: number): Command => commands[at] ?? fail(`no command ${at}`) };
  }

  function fail(text: string): never {
    throw new Error(text);
  }

  test("independent commands of a plan go out together, one item each, and are answered by CmdRef", () => {
    const run = new PlannedRun("t", [[get("./A"), replace("./B", "x"), exec("./C")], [get("./D")]]);
    const { phone, dm, command, commands } = open([run]);
    expect(commands.map(({ name }) => name)).toEqual(["Get", "Replace", "Exec"]);
    expect(dm.effect("task")).toEqual({ kind: "task", task: "t", answers: [], sent: true });
    const answers = [
      phone.answers(command(2), 202),
      phone.answers(command(1), 425),
      phone.answers("SyncHdr", 200),
      phone.results(command(0), { "./A": "1" }),
      phone.answers(command(0), 200),
    ];
    phone.hears(dm.exchange(phone.says(answers)));
    expect(dm.effect("task")).toEqual({
      kind: "task",
      task: "t",
      sent: true,
      answers: [
        { kind: "status", step: 0, index: 0, status: 200, nodes: [{ uri: "./A", format: "chr", value: "1" }] },
        { kind: "status", step: 0, index: 1, status: 425 },
        { kind: "status", step: 0, index: 2, status: 202 },
      ],
    });
    expect(dm.effect("nodes")?.nodes).toEqual([{ uri: "./A", format: "chr", value: "1" }]);
    expect(phone.commands()).toMatchObject([{ name: "Get", items: [{ target: { locUri: "./D" } }] }]);
  });

  test("a wrong Cmd in a Status makes no difference, a wrong MsgRef does", () => {
    const run = new PlannedRun("t", [[replace("./A", "1"), replace("./B", "2")]]);
    const { phone, dm, command } = open([run]);
    const answers = [phone.answers(command(0), 200, { cmd: "Get" }), phone.answers(command(1), 200, { msgRef: "77" })];
    phone.hears(dm.exchange(phone.says(answers)));
    expect(run.statuses()).toEqual([200, 0]);
  });

  test("answers without MsgRef are about the commands that are out", () => {
    const run = new PlannedRun("t", [[get("./A")]]);
    const { phone, dm, command } = open([run]);
    const results = { ...phone.results(command(0), { "./A": "1" }), msgRef: "" };
    phone.hears(dm.exchange(phone.says([phone.answers(command(0), 200, { msgRef: "" }), results])));
    expect(run.answers).toMatchObject([{ status: 200, nodes: [{ value: "1" }] }]);
  });

  test("answers to commands that were never sent are ignored", () => {
    const run = new PlannedRun("t", [[get("./A")]]);
    const { phone, dm, command } = open([run]);
    const stray = [
      phone.answers(command(0), 200, { cmdRef: "99" }),
      { ...phone.results(command(0), { "./Secret": "x" }), cmdRef: "98" },
      phone.answers(command(0), 200, { cmdRef: "" }),
    ];
    phone.hears(dm.exchange(phone.says([phone.answers(command(0), 404), ...stray])));
    expect(run.statuses()).toEqual([404]);
    expect(dm.effect("nodes")).toBeUndefined();
  });

  test("of several Statuses for one command the one for its own address counts, else the first that is final", () => {
    const run = new PlannedRun("t", [[get("./A?list=Struct"), exec("./B"), exec("./C")]]);
    const { phone, dm, command } = open([run]);
    phone.hears(
      dm.exchange(
        phone.says([
          phone.answers(command(0), 404, { targetRefs: ["./A/x"] }),
          phone.answers(command(0), 406, { targetRefs: ["A?list=Struct"] }),
          phone.answers(command(0), 200, { targetRefs: ["./A/y"] }),
          phone.answers(command(1), 101),
          phone.answers(command(1), 500),
          phone.answers(command(2), 200),
          phone.answers(command(2), 500),
        ]),
      ),
    );
    expect(run.statuses()).toEqual([406, 500, 200]);
  });

  test("a command without Status in a complete package is answered 0", () => {
    const run = new PlannedRun("t", [[get("./A"), exec("./B")]]);
    const { phone, dm } = open([run]);
    phone.hears(dm.exchange(phone.says([phone.answers("SyncHdr", 200)])));
    expect(run.statuses()).toEqual([0, 0]);
    expect(dm.effect("session_over")?.outcome).toBe("completed");
  });

  describe("nodes", () => {
    test("Meta of the item overrides that of the Results child by child; formats are written in lower case", () => {
      const run = new PlannedRun("t", [[get("./A")]]);
      const { phone, dm, command } = open([run]);
      const results: Command = {
        ...phone.results(command(0), {}),
        items: [
          { source: { locUri: "A/" }, meta: { format: "Node", type: "text/x" }, data: "B/C" },
          { source: { locUri: "./A/B" }, meta: { format: "Int", type: "text/plain" } },
        ],
      };
      phone.hears(dm.exchange(phone.says([phone.answers(command(0), 200), results])));
      expect(dm.effect("nodes")?.nodes).toEqual([
        { uri: "./A", format: "node", type: "text/x", value: "B/C" },
        { uri: "./A/B", format: "int", type: "text/plain", value: "" },
      ]);
    });

    test("an item that names the node of a property that was asked for says the property, not the node's value", () => {
      const run = new PlannedRun("t", [[get("./A?prop=ACL")]]);
      const { phone, dm, command } = open([run]);
      const results = phone.results(command(0), { "./A": "Get=*", "./B": "x" });
      phone.hears(dm.exchange(phone.says([phone.answers(command(0), 200), results])));
      expect(dm.effect("nodes")?.nodes.map(({ uri }) => uri)).toEqual(["./A?prop=ACL", "./B"]);
    });

    test("an item without address is the node that was asked for", () => {
      const run = new PlannedRun("t", [[get("./A/B")]]);
      const { phone, dm, command } = open([run]);
      const results = { ...phone.results(command(0), {}), items: [{ data: "v" }] };
      phone.hears(dm.exchange(phone.says([phone.answers(command(0), 200), results])));
      expect(dm.effect("nodes")?.nodes).toEqual([{ uri: "./A/B", format: "chr", value: "v" }]);
    });

    test.each([
      ["are no text", [0xff, 0xfe, 0x00], "//4A"],
      ["could be text", [0x68, 0x69, 0x21], "aGkh"],
      ["could be text with a NUL behind it", [0x68, 0x69, 0x00], "aGkA"],
    ])("octets that %s come as base64", (_, octets, value) => {
      const run = new PlannedRun("t", [[get("./A")]]);
      const { phone, dm, command } = open([run]);
      const item = { source: { locUri: "./A" }, meta: { format: "bin" }, data: Uint8Array.from(octets) };
      const results = { ...phone.results(command(0), {}), items: [item] };
      phone.hears(dm.exchange(phone.says([phone.answers(command(0), 200), results])));
      const format = encoding === "wbxml" ? "bin" : "b64";
      expect(dm.effect("nodes")?.nodes).toEqual([{ uri: "./A", format, value }]);
    });
  });

  describe("a package of several messages", () => {
    test("each but the last is asked to go on: Next Message, no commands, no Final", () => {
      const run = new PlannedRun("t", [[get("./A"), exec("./B"), exec("./C")], [get("./D")]]);
      const { phone, dm, command } = open([run]);
      const first = [phone.answers(command(0), 200), phone.answers(command(2), 202)];
      const last = [phone.results(command(0), { "./A": "1" }), phone.answers(command(1), 404)];
      phone.hears(dm.exchange(phone.says(first, { final: false })));
      expect(phone.heard.final).toBe(false);
      expect(phone.commands()).toMatchObject([{ name: "Alert", data: "1222" }]);
      expect(dm.effect("task")?.answers).toEqual([{ kind: "status", step: 0, index: 2, status: 202 }]);
      const late = last.map((answer) => ({ ...answer, msgRef: "1" }));
      phone.hears(dm.exchange(phone.says(late)));
      expect(dm.effect("task")?.answers).toEqual([
        { kind: "status", step: 0, index: 0, status: 200, nodes: [{ uri: "./A", format: "chr", value: "1" }] },
        { kind: "status", step: 0, index: 1, status: 404 },
      ]);
      expect(phone.heard.final).toBe(true);
      expect(phone.commands()).toMatchObject([{ name: "Get" }]);
    });

    test("a Get answered 200 whose Results never come is answered 200 without nodes at the end", () => {
      const run = new PlannedRun("t", [[get("./A")]]);
      const { phone, dm, command } = open([run]);
      phone.hears(dm.exchange(phone.says([phone.answers(command(0), 200)], { final: false })));
      expect(run.answers).toEqual([]);
      phone.hears(dm.exchange(phone.says([])));
      expect(run.answers).toEqual([{ kind: "status", step: 0, index: 0, status: 200 }]);
    });

    test("Results of a list are all kept, in one message or several, before its Status or behind it", () => {
      const run = new PlannedRun("t", [[get("./A?list=StructData"), exec("./B")]]);
      const { phone, dm, command } = open([run]);
      const list = (nodes: Readonly<Record<string, string>>) => ({ ...phone.results(command(0), nodes), msgRef: "1" });
      const status = phone.answers(command(0), 200, { targetRefs: ["./A?list=StructData"] });
      const other = { ...phone.answers(command(1), 200), msgRef: "1" };
      phone.hears(
        dm.exchange(phone.says([list({ "./A": "" }), list({ "./A/1": "x", "./A/2": "y" })], { final: false })),
      );
      expect(run.answers).toMatchObject([{ kind: "nodes", index: 0, nodes: [{}, {}, { uri: "./A/2" }] }]);
      expect(dm.state).toMatchObject({ nodes: 3, outstanding: [{ held: [0] }] });
      phone.hears(dm.exchange(phone.says([{ ...status, msgRef: "1" }, list({ "./A/3": "z" })], { final: false })));
      phone.hears(dm.exchange(phone.says([list({ "./A/4": "q" }), other])));
      expect(run.answers).toMatchObject([
        { kind: "nodes", nodes: [{ uri: "./A" }, { uri: "./A/1" }, { uri: "./A/2" }] },
        { kind: "nodes", nodes: [{ uri: "./A/3", value: "z" }] },
        { kind: "status", index: 0, status: 200, nodes: [{ uri: "./A/4" }] },
        { kind: "status", index: 1, status: 200 },
      ]);
      expect(dm.state).toBeNull();
    });

    test("a package may bring so many nodes and no more: Results beyond them are 413, and so is their command", () => {
      const run = new PlannedRun("t", [[get("./A?list=Struct"), get("./B?list=Struct")]]);
      const { phone, dm, command } = open([run], { limits: { nodesPerPackageMax: 3 } });
      const first = phone.results(command(0), { "./A": "", "./A/1": "" });
      const second = phone.results(command(1), { "./B": "", "./B/1": "" });
      phone.hears(dm.exchange(phone.says([first], { final: false })));
      phone.hears(dm.exchange(phone.says([second, { ...phone.answers(command(0), 200), msgRef: "1" }])));
      expect(phone.statuses()).toEqual([200, 413]);
      expect(run.statuses()).toEqual([200, 413]);
    });

    test("Results with more items than are read are refused, not cut", () => {
      const run = new PlannedRun("t", [[get("./A?list=Struct")]]);
      const { phone, dm, command } = open([run]);
      const nodes = Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`./A/${at}`, ""]));
      phone.hears(dm.exchange(phone.says([phone.answers(command(0), 200), phone.results(command(0), nodes)])));
      expect(phone.statuses()).toEqual([200, 400]);
      expect(run.answers).toEqual([{ kind: "status", step: 0, index: 0, status: 400 }]);
      expect(dm.effect("nodes")).toBeUndefined();
    });

    test("a Status that only says that it goes on (1xx) is not the last word", () => {
      const run = new PlannedRun("t", [[exec("./A"), exec("./B")]]);
      const { phone, dm, command } = open([run]);
      const first = [phone.answers(command(0), 101), phone.answers(command(1), 101)];
      const late = { ...phone.answers(command(0), 200), msgRef: "1" };
      phone.hears(dm.exchange(phone.says(first, { final: false })));
      expect(run.answers).toEqual([]);
      phone.hears(dm.exchange(phone.says([late])));
      expect(run.statuses()).toEqual([200, 0]);
    });

    test("a Status that comes twice is taken once", () => {
      const run = new PlannedRun("t", [[exec("./A"), exec("./B")]]);
      const { phone, dm, command } = open([run]);
      const answer = phone.answers(command(0), 202);
      phone.hears(dm.exchange(phone.says([answer], { final: false })));
      phone.hears(dm.exchange(phone.says([answer, { ...phone.answers(command(1), 404), msgRef: "1" }])));
      expect(run.statuses()).toEqual([202, 404]);
    });
  });

  test("chunks of a large object are refused with 413 and forgotten, in Results, Replace and Alert", () => {
    const run = new PlannedRun("t", [[get("./A")]]);
    const { phone, dm, command } = open([run]);
    const chunk = { meta: { size: 9_999_999 }, data: "part", moreData: true } as const;
    const results = { ...phone.results(command(0), {}), items: [{ source: { locUri: "./A" }, ...chunk }] };
    const replaceChunk: Command = {
      name: "Replace",
      cmdId: "",
      items: [{ source: { locUri: "./DevInfo/Ext/X" }, ...chunk }],
    };
    phone.hears(
      dm.exchange(phone.says([phone.answers(command(0), 200), results, replaceChunk, alert("1226", [chunk])])),
    );
    expect(phone.statuses()).toEqual([200, 413, 413, 413]);
    expect(run.answers).toEqual([{ kind: "status", step: 0, index: 0, status: 413 }]);
    expect(dm.effects.map(({ kind }) => kind)).toEqual(["task", "session_over"]);
  });

  test("late answers to a task that is gone are handed on all the same", () => {
    const { phone, dm, command } = open([new PlannedRun("t", [[exec("./A")]])]);
    dm.runs = [];
    phone.hears(dm.exchange(phone.says([phone.answers(command(0), 200)])));
    expect(dm.effect("task")).toEqual({
      kind: "task",
      task: "t",
      sent: false,
      answers: [{ kind: "status", step: 0, index: 0, status: 200 }],
    });
  });
});
