import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import type { Command, GroupCommand } from "../syncml";
import { alert, devInfo, LockstepDevice, PlannedRun, SessionBench, type SessionBenchOptions } from "../testing";
import type { GroupName, PlannedCommand } from "./work";

const commands: readonly PlannedCommand[] = [
  { name: "Replace", uri: "./A", format: "chr", data: "1" },
  { name: "Delete", uri: "./B" },
  { name: "Exec", uri: "./C", correlator: "c-1" },
];
const get: PlannedCommand = { name: "Get", uri: "./Z" };

describe.each(["wbxml", "xml"] as const)("groups of commands, in %s", (encoding: Encoding) => {
  function open(runs: readonly PlannedRun[], options: Partial<SessionBenchOptions> = {}) {
    const phone = new LockstepDevice({ encoding });
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs, ...options });
    const exchange = (said: readonly Command[], final = true): void => {
      phone.hears(dm.exchange(phone.says(said, { final })));
    };
    exchange([devInfo(), alert("1201")]);
    const group = (): GroupCommand => {
      const [first, ...more] = phone.commands();
      if (first?.name !== "Atomic" && first?.name !== "Sequence") throw new Error("no group");
      expect(more).toEqual([]);
      return first;
    };
    return { phone, dm, exchange, group };
  }

  const planned = (group: GroupName, key = "t"): PlannedRun => new PlannedRun(key, [{ group, commands }, [get]]);
  const status = (index: number, code: number) => ({ kind: "status", step: 0, index, status: code });

  test.each(["Atomic", "Sequence"] as const)(
    "%s: one message, its commands numbered behind it, nothing beside it",
    (name) => {
      const { group, dm } = open([planned(name), new PlannedRun("u", [[get]])]);
      expect(group()).toMatchObject({
        name,
        cmdId: "4",
        commands: [
          { name: "Replace", cmdId: "5" },
          { name: "Delete", cmdId: "6" },
          { name: "Exec", cmdId: "7", correlator: "c-1" },
        ],
      });
      expect(dm.state?.outstanding).toMatchObject([{ firstCmdId: 4, indexes: [3, 0, 1, 2], group: true }]);
    },
  );

  test.each([
    ["all done", "Atomic", 200, [200, 200, 202]],
    ["failed and rolled back", "Atomic", 507, [216, 405, 215]],
    ["rolled back in vain", "Atomic", 507, [516, 405, 215]],
    ["its answers too large", "Atomic", 517, [215, 215, 215]],
    ["not known", "Atomic", 406, [406, 406, 406]],
    ["nested or with a Get", "Atomic", 500, [500, 500, 500]],
    ["not implemented", "Sequence", 501, [501, 501, 501]],
    ["broken off by the user", "Sequence", 200, [200, 214, 215]],
    ["a failure inside", "Sequence", 200, [404, 200, 200]],
  ] as const)("%s: the container's status and each command's own reach the plan", (_what, name, own, inner) => {
    const run = planned(name);
    const { phone, exchange, group } = open([run]);
    const container = group();
    exchange([
      phone.answers(container, own),
      ...container.commands.map((command, at) => phone.answers(command, inner[at] ?? 0)),
    ]);
    expect(run.answers).toEqual([status(3, own), ...inner.map((code, index) => status(index, code))]);
    expect(phone.commands()).toMatchObject([{ name: "Get" }]);
  });

  test("a device that answers the container alone, or its commands alone: what is missing is 0", () => {
    const alone = planned("Atomic");
    const one = open([alone]);
    one.exchange([one.phone.answers(one.group(), 406)]);
    expect(alone.statuses()).toEqual([406, 0, 0, 0]);
    const inner = planned("Atomic");
    const other = open([inner]);
    other.exchange(other.group().commands.map((command) => other.phone.answers(command, 200)));
    expect(inner.statuses()).toEqual([0, 200, 200, 200]);
  });

  test("answers may come in several messages of the package", () => {
    const run = planned("Sequence");
    const { phone, exchange, group } = open([run]);
    const container = group();
    const late = container.commands.map((command) => phone.answers(command, 200));
    exchange([phone.answers(container, 200), ...late.slice(0, 1)], false);
    expect(phone.commands()).toMatchObject([{ name: "Alert", data: "1222" }]);
    exchange(late.slice(1));
    expect(run.statuses()).toEqual([200, 200, 200, 200]);
    expect(phone.commands()).toMatchObject([{ name: "Get" }]);
  });

  test("Results of a Get inside a Sequence reach the plan", () => {
    const run = new PlannedRun("t", [{ group: "Sequence", commands: [get] }]);
    const { phone, exchange, group } = open([run]);
    const [inner] = group().commands;
    if (!inner) throw new Error("no Get");
    exchange([phone.answers(group(), 200), phone.answers(inner, 200), phone.results(inner, { "./Z": "v" })]);
    expect(run.answers).toMatchObject([{ index: 1 }, { index: 0, nodes: [{ uri: "./Z", value: "v" }] }]);
  });

  test("a device that refuses the server gets the whole group again", () => {
    const run = planned("Atomic");
    const server = { scheme: "md5" as const, name: "dm", secret: Buffer.from("s"), nonce: null };
    const { phone, exchange, group } = open([run], { credentials: { client: { scheme: "none" }, server } });
    const chal = { type: "syncml:auth-md5", format: "b64", nextNonce: "bm9uY2U=" };
    const container = group();
    exchange([
      phone.answers("SyncHdr", 401, { chal }),
      phone.answers(container, 401),
      ...container.commands.slice(1).map((command) => phone.answers(command, 401)),
    ]);
    expect(run.answers).toEqual([]);
    expect(group().commands).toHaveLength(3);
  });

  test("Results that are too much do not answer one command of a group that is to be sent again", () => {
    const run = new PlannedRun("t", [{ group: "Sequence", commands: [get] }]);
    const server = { scheme: "md5" as const, name: "dm", secret: Buffer.from("s"), nonce: null };
    const limits = { nodesPerPackageMax: 1 };
    const { phone, exchange, group } = open([run], { credentials: { client: { scheme: "none" }, server }, limits });
    const [inner] = group().commands;
    if (!inner) throw new Error("no Get");
    const chal = { type: "syncml:auth-md5", format: "b64", nextNonce: "bm9uY2U=" };
    exchange([phone.answers("SyncHdr", 401, { chal }), phone.results(inner, { "./Z": "v", "./Y": "w" })]);
    expect(run.answers).toEqual([]);
    expect(group().commands).toMatchObject([{ name: "Get" }]);
  });

  test("a session that ends without a word loses all of it, also what could be repeated", () => {
    const run = planned("Sequence");
    const { phone, exchange } = open([run]);
    phone.startsAnew("2");
    exchange([devInfo(), alert("1201")]);
    expect(run.answers).toEqual([3, 0, 1, 2].map((index) => ({ kind: "lost", step: 0, index })));
    expect(phone.commands()).toMatchObject([{ name: "Get" }]);
  });

  test("a group is never cut: one that is too large or too long for a message is not sent", () => {
    const value = { name: "Replace", uri: "./A", format: "chr", data: "x".repeat(1_500) } as const;
    const long = new PlannedRun("t", [{ group: "Atomic", commands: [value, value, value] }]);
    const phone = new LockstepDevice({ encoding, maxMsgSize: 4_000 });
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs: [long] });
    phone.hears(dm.exchange(phone.says([devInfo()])));
    expect(long.answers).toEqual([0, 1, 2, 3].map((index) => ({ ...status(index, 413), by: "server" })));
    const many = planned("Sequence");
    open([many], { limits: { commandsPerMessageMax: 3 } });
    expect(many.statuses()).toEqual([413, 413, 413, 413]);
  });

  test("a question to the user stands in a group like any command, with what the user said", () => {
    const question: PlannedCommand = { name: "Alert", code: "1103", options: "MAXDT=60", texts: ["Which?", "a", "b"] };
    const run = new PlannedRun("t", [{ group: "Sequence", commands: [question, ...commands] }]);
    const { phone, exchange, group } = open([run]);
    const [asked, ...rest] = group().commands;
    expect(asked).toMatchObject({
      name: "Alert",
      data: "1103",
      items: [{ data: "MAXDT=60" }, { data: "Which?" }, { data: "a" }, { data: "b" }],
    });
    if (!asked) throw new Error("no Alert");
    exchange([
      phone.answers(group(), 200),
      phone.answers(asked, 200, { items: [{ data: "2" }] }),
      ...rest.map((command) => phone.answers(command, 200)),
    ]);
    expect(run.answers[1]).toEqual({ ...status(0, 200), said: ["2"] });
  });
});

describe.each(["wbxml", "xml"] as const)("questions to the user, in %s", (encoding: Encoding) => {
  test.each([
    ["1100", "MINDT=5&MAXDT=60", ["Update tonight."], 200, [], undefined],
    ["1101", "DR=1", ["Now?"], 304, [], undefined],
    ["1102", "MAXLEN=4&IT=N&ET=P", ["PIN"], 200, ["1234"], ["1234"]],
    ["1103", "", ["One", "a", "b"], 200, ["2"], ["2"]],
    ["1104", "DR=1-3", ["Some", "a", "b", "c"], 200, ["3", "1"], ["3", "1"]],
    ["1101", "", ["Now?"], 214, [], undefined],
    ["1101", "", ["Now?"], 408, [], undefined],
    ["1100", "", ["Long"], 416, [], undefined],
    ["1100", "", ["No screen"], 406, [], undefined],
  ] as const)(
    "%s with %s: options first, then the texts; the plan is told what came of it",
    (code, options, texts, status, items, said) => {
      const run = new PlannedRun("t", [[{ name: "Alert", code, options, texts }]]);
      const phone = new LockstepDevice({ encoding });
      const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs: [run] });
      phone.hears(dm.exchange(phone.says([devInfo()])));
      const [asked, ...more] = phone.commands();
      expect(more).toEqual([]);
      expect(asked).toMatchObject({
        name: "Alert",
        data: code,
        items: [options === "" ? {} : { data: options }, ...texts.map((data) => ({ data }))],
      });
      if (!asked) throw new Error("no Alert");
      phone.hears(dm.exchange(phone.says([phone.answers(asked, status, { items: items.map((data) => ({ data })) })])));
      expect(run.answers).toEqual([{ kind: "status", step: 0, index: 0, status, ...(said && { said }) }]);
    },
  );
});
