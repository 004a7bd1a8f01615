import { describe, expect, it } from "vitest";
import type { Answer } from "../../../oma-dm";
import { startPlanRun } from "../plans";
import type { DeviceScript } from "../plans/testing/tree-device";
import { newestKind } from "./index";
import { resultOf, runKind as run } from "./testing/run-kind";

const text = (value: string) => ({ format: "chr", type: "text/plain", value });
const leaves = { "./A/One": text("1"), "./A/Two": text("2"), "./A/Three": text("3") };
const values = ["One", "Two", "Three"].map((name) => ({ uri: `./A/${name}`, value: "new" }));
const refuses = (uri: string, status = 425) => ({ [`Replace ${uri}`]: status });

function set(script: Omit<DeviceScript, "leaves"> = {}, wanted: readonly unknown[] = values) {
  const ran = run("parameter.set", { values: wanted, atomic: true }, { leaves, ...script });
  expect(ran.kind.result.safeParse(resultOf(ran.verdict)).error).toBeUndefined();
  const commands = ran.steps.map(({ command, uri }) => `${command} ${uri ?? ""}`.trim());
  return { ...ran, writes: commands.filter((command) => !command.startsWith("Get")) };
}

const shown = (ran: ReturnType<typeof set>) => {
  const { values: given, atomic } = resultOf(ran.verdict) as {
    values: { status: number | null; after: string | null; undone: string | null }[];
    atomic: unknown;
  };
  return { atomic, ends: given.map(({ status, after, undone }) => [status, after, undone]) };
};

describe("values that are to be written all or nothing", () => {
  it("go out in one Atomic and are verified", () => {
    const ran = set();
    expect(ran.verdict).toMatchObject({ state: "succeeded", outcome: "verified" });
    expect(shown(ran)).toEqual({
      atomic: { by: "device", status: 200 },
      ends: values.map(() => [200, "new", null]),
    });
    expect(ran.messages).toHaveLength(3);
  });

  it("are all as before where the device rolled back, and the culprit is told", () => {
    const ran = set({ statuses: refuses("./A/Two") });
    expect(ran.verdict).toMatchObject({
      outcome: "refused",
      retryable: false,
      reason: { text: "The device refused 1 of 3 values. Nothing was changed." },
    });
    expect(shown(ran)).toEqual({
      atomic: { by: "device", status: 507 },
      ends: [
        [216, "1", "device"],
        [425, "2", null],
        [215, "3", null],
      ],
    });
  });

  it("are taken back by the server where an Atomic failed and what was done stayed", () => {
    const ran = set({ statuses: refuses("./A/Two"), atomic: "keeps" });
    expect(ran.verdict).toMatchObject({ reason: { text: expect.stringContaining("What was done was taken back.") } });
    expect(shown(ran).ends).toEqual([
      [200, "1", "server"],
      [425, "2", null],
      [215, "3", null],
    ]);
  });

  it.each([406, 500, 501, 507])(
    "go one by one where the device answers an Atomic %i and ran nothing of it",
    (status) => {
      const well = set({ atomic: status });
      expect(well.verdict).toMatchObject({ state: "succeeded", outcome: "verified" });
      expect(shown(well).atomic).toEqual({ by: "server", status });
      const ran = set({ atomic: status, statuses: refuses("./A/Three") });
      expect(ran.verdict).toMatchObject({ outcome: "refused" });
      expect(shown(ran)).toEqual({
        atomic: { by: "server", status },
        ends: [
          [200, "1", "server"],
          [200, "2", "server"],
          [425, "3", null],
        ],
      });
      expect(ran.writes.slice(-5)).toEqual([
        "Replace ./A/One",
        "Replace ./A/Two",
        "Replace ./A/Three",
        "Replace ./A/Two",
        "Replace ./A/One",
      ]);
    },
  );

  it("says which could not be taken back", () => {
    const ran = set({ atomic: 406, statuses: refuses("./A/Two"), deaf: [] }, [
      { uri: "./A/One", value: "new" },
      { uri: "./A/Two", value: "new" },
    ]);
    expect(shown(ran).ends[0]).toEqual([200, "1", "server"]);
    const stubborn = run(
      "parameter.add",
      {
        nodes: [
          { uri: "./A/X", value: "1" },
          { uri: "./A/Y", value: "1" },
        ],
        atomic: true,
      },
      { leaves, atomic: 406, statuses: { "Add ./A/Y": 425, "Delete ./A/X": 405 } },
    );
    expect(stubborn.verdict).toMatchObject({
      reason: { text: "The device refused 1 of 2 nodes. 1 that were done could not be taken back." },
      result: { values: [{ status: 200, after: "1", undone: "failed" }, { status: 425 }] },
    });
  });

  it.each([
    ["One", "The device refused 0 of 3 values. Nothing else was changed. 1 had no answer and may have been done."],
    ["Two", "The device refused 0 of 3 values. What was done was taken back. 1 had no answer and may have been done."],
  ])("says that nobody knows what became of one without an answer (%s)", (name, words) => {
    const ran = set({ atomic: 406, statuses: refuses(`./A/${name}`, 0) });
    expect(ran.verdict).toMatchObject({ outcome: "refused", reason: { text: words } });
  });

  it("are not begun where the device knows no Atomic and one of them could not be taken back", () => {
    const ran = set({ atomic: 406 }, [...values, { uri: "./A/Unread", value: "x" }]);
    expect(ran.verdict).toMatchObject({
      outcome: "refused",
      retryable: false,
      reason: { text: expect.stringContaining("nothing was sent") },
    });
    expect(shown(ran).ends.map(([status]) => status)).toEqual([null, null, null, null]);
    expect(ran.writes.filter((command) => command.startsWith("Replace ./A/One"))).toHaveLength(1);
  });

  it("go one by one where they are more than an Atomic holds", () => {
    const many = Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`./M/${n}`, text("0")]));
    const wanted = Object.keys(many).map((uri) => ({ uri, value: "1" }));
    const ran = run("parameter.set", { values: wanted, atomic: true }, { leaves: many });
    expect(ran.verdict).toMatchObject({ outcome: "verified", result: { atomic: { by: "server", status: null } } });
  });

  it("are neither repeated nor taken back where the session ended on the Atomic: what is read afterwards decides", () => {
    const kind = newestKind("parameter.set");
    if (!kind) throw new Error("no kind");
    const wanted = kind.params.parse({ values: values.slice(0, 1), atomic: true });
    const start = { key: "k", kind, device: { devId: "MAC:000000000001" }, params: wanted, attempt: 1 };
    const status = { kind: "status", status: 200 } as const;
    const read = (step: number, value: string): Answer => {
      return { ...status, step, index: 0, nodes: [{ uri: "./A/One", format: "chr", value }] };
    };
    const lost = [0, 1].map((index): Answer => ({ kind: "lost", step: 1, index }));
    const ended = (after: string) => {
      const run = startPlanRun({ ...start, answers: [read(0, "1"), ...lost, read(2, after)] });
      return run.verdict();
    };
    expect(ended("new")).toMatchObject({ state: "succeeded", outcome: "verified" });
    expect(ended("1")).toMatchObject({ state: "failed", outcome: "unconfirmed", result: { values: [{ status: 0 }] } });
  });

  it("may rename: the old name is brought back", () => {
    const ran = set({ atomic: 406, statuses: refuses("./A/Two") }, [
      { uri: "./A/One?prop=Name", value: "Eins" },
      { uri: "./A/Two", value: "new" },
    ]);
    expect(ran.writes.at(-1)).toBe("Replace ./A/Eins?prop=Name");
    expect(shown(ran).ends[0]).toEqual([200, null, "server"]);
  });
});

describe("nodes that are to be added or deleted all or nothing", () => {
  const nodes = [{ uri: "./A/Net/Port", value: "80" }, { uri: "./A/Net" }];

  it("are added in one Atomic, the upper ones first", () => {
    const ran = run("parameter.add", { nodes, atomic: true }, { leaves });
    expect(ran.verdict).toMatchObject({ outcome: "verified", result: { atomic: { by: "device", status: 200 } } });
    expect(ran.messages).toHaveLength(2);
  });

  it("are deleted again, the lower ones first, where the device knows no Atomic", () => {
    const more = [...nodes, { uri: "./A/Net/Host", value: "h" }];
    const script = { leaves, atomic: 501, statuses: { "Add ./A/Net/Host": 413 } };
    const ran = run("parameter.add", { nodes: more, atomic: true }, script);
    expect(ran.verdict).toMatchObject({
      outcome: "refused",
      result: {
        atomic: { by: "server", status: 501 },
        values: [
          { uri: "./A/Net/Port", status: 200, after: null, undone: "server" },
          { uri: "./A/Net", status: 200, undone: "server" },
          { uri: "./A/Net/Host", status: 413, undone: null },
        ],
      },
    });
    const deletes = ran.steps.filter(({ command }) => command === "Delete").map(({ uri }) => uri);
    expect(deletes).toEqual(["./A/Net/Port", "./A/Net"]);
  });

  it("are deleted by an Atomic or not at all", () => {
    const uris = ["./A/One", "./A/None"];
    const rolledBack = run("parameter.delete", { uris, atomic: true }, { leaves }).verdict;
    expect(rolledBack).toMatchObject({
      outcome: "refused",
      result: { values: [{ status: 216, gone: false, undone: "device" }, { status: 404 }] },
    });
    const unknown = run("parameter.delete", { uris: ["./A/One", "./A/Two"], atomic: true }, { leaves, atomic: 406 });
    expect(unknown.verdict).toMatchObject({
      outcome: "refused",
      result: { atomic: { by: "server", status: 406 }, values: [{ status: null, gone: false }, { status: null }] },
    });
  });
});

describe("groups in a script", () => {
  const commands = [
    {
      command: "Sequence",
      commands: [
        { command: "Get", uri: "./A/One" },
        { command: "Replace", uri: "./A/One", value: "9" },
      ],
    },
    {
      command: "Atomic",
      commands: [
        { command: "Replace", uri: "./A/Two", value: "9" },
        { command: "Delete", uri: "./No" },
      ],
    },
    { command: "Get", uri: "./A/Two" },
  ];

  it("are steps, and so is each command in them", () => {
    const ran = run("script.run", { commands, onRefusal: "continue" }, { leaves });
    expect(ran.kind.result.safeParse(resultOf(ran.verdict)).error).toBeUndefined();
    const { steps } = resultOf(ran.verdict) as { steps: { command: string; within: string | null; status: number }[] };
    expect(steps.map(({ command, within, status }) => [command, within, status])).toEqual([
      ["Sequence", null, 200],
      ["Get", "Sequence", 200],
      ["Replace", "Sequence", 200],
      ["Atomic", null, 507],
      ["Replace", "Atomic", 216],
      ["Delete", "Atomic", 404],
      ["Get", null, 200],
    ]);
    expect(steps.at(-1)).toMatchObject({ nodes: [{ value: "2" }] });
  });

  type Shown = { command: string; status: number | null; by?: string; undone?: string | null; meaning: string }[];
  const stepsOf = (ran: ReturnType<typeof run>) => {
    expect(ran.kind.result.safeParse(resultOf(ran.verdict)).error).toBeUndefined();
    return (resultOf(ran.verdict) as { steps: Shown }).steps;
  };
  const sent = (ran: ReturnType<typeof run>) =>
    ran.steps
      .map(({ command, uri }) => `${command} ${uri ?? ""}`.trim())
      .filter((each) => !/^(Sequence|Atomic)/.test(each));
  const replace = (name: string) => ({ command: "Replace", uri: `./A/${name}`, value: "9" });

  it.each([406, 501])(
    "go one after the other where the device answers a Sequence %i, as it would have run them",
    (sequence) => {
      const inside = [
        { command: "Get", uri: "./A/One" },
        replace("None"),
        { command: "Alert", question: { kind: "confirm", text: "Go on?" } },
        replace("Two"),
      ];
      const script = { commands: [{ command: "Sequence", commands: inside }], onRefusal: "continue" };
      const ran = run("script.run", script, { leaves, sequence });
      expect(ran.verdict).toMatchObject({
        outcome: "refused",
        reason: { text: "The device refused 1 of 5 commands." },
      });
      expect(stepsOf(ran).map(({ command, status, by }) => [command, status, by])).toEqual([
        ["Sequence", sequence, "server"],
        ["Get", 200, undefined],
        ["Replace", 404, undefined],
        ["Alert", 200, undefined],
        ["Replace", 200, undefined],
      ]);
      expect(ran.messages).toHaveLength(5);
      const no = run("script.run", script, { leaves, sequence, statuses: { "Alert ": 304 } });
      expect(stepsOf(no).map(({ status }) => status)).toEqual([sequence, 200, 404, 304, null]);
      const silent = run("script.run", script, { leaves, sequence, statuses: { "Get ./A/One": 0 } });
      expect(stepsOf(silent).map(({ status }) => status)).toEqual([sequence, 0, null, null, null]);
      const well = {
        commands: [{ command: "Sequence", commands: [replace("One"), replace("Two")] }, replace("Three")],
      };
      expect(run("script.run", well, { leaves, sequence }).verdict).toMatchObject({ state: "succeeded" });
    },
  );

  const added = { command: "Add", uri: "./A/New", value: "n" };
  const copied = { command: "Copy", from: "./A/One", uri: "./A/Copy" };

  it("are all or none by the server where it can take back an Atomic that the device does not know", () => {
    const atomic = (...inside: object[]) => ({ commands: [{ command: "Atomic", commands: inside }] });
    const well = run("script.run", atomic(replace("One"), added, copied), { leaves, atomic: 406 });
    expect(well.verdict).toMatchObject({ state: "succeeded" });
    expect(stepsOf(well)[0]).toMatchObject({ status: 406, by: "server" });
    const statuses = refuses("./A/Two");
    const ran = run("script.run", atomic(replace("One"), added, copied, replace("Two")), {
      leaves,
      atomic: 406,
      statuses,
    });
    expect(ran.verdict).toMatchObject({ outcome: "refused", reason: { code: "refused_by_device" } });
    expect(stepsOf(ran).map(({ status, undone }) => [status, undone])).toEqual([
      [406, undefined],
      [200, "server"],
      [200, "server"],
      [200, "server"],
      [425, null],
    ]);
    expect(sent(ran).slice(-3)).toEqual(["Delete ./A/Copy", "Delete ./A/New", "Replace ./A/One"]);
  });

  it.each([
    { command: "Delete", uri: "./A/Two" },
    { command: "Exec", uri: "./A/Two" },
    { command: "Alert", question: { kind: "show", text: "Now." } },
    { command: "Replace", uri: "./A/Two?prop=Name", value: "Zwei" },
    { command: "Replace", uri: "./A/None", value: "9" },
    { command: "Add", uri: "./A", format: "xml", type: "application/vnd.syncml.dmtnds+xml", value: "<MgmtTree/>" },
  ])(
    "are not begun, and the script says why, where an unknown Atomic holds what cannot be taken back: %j",
    (unsafe) => {
      const script = { commands: [{ command: "Atomic", commands: [replace("One"), unsafe] }, replace("Three")] };
      const ran = run("script.run", script, { leaves, atomic: 406 });
      expect(ran.verdict).toMatchObject({
        outcome: "refused",
        retryable: false,
        reason: { code: "unsupported_by_device", text: expect.stringContaining("nothing of it was sent") },
      });
      const [own, ...inside] = stepsOf(ran);
      expect(own).toMatchObject({ command: "Atomic", status: 406, by: "nobody" });
      expect(inside.map(({ status }) => status)).toEqual([null, null, null]);
      expect(sent(ran).filter((each) => !each.startsWith("Get"))).toEqual(
        [replace("One"), unsafe].map((each) => `${each.command} ${"uri" in each ? each.uri : ""}`.trim()),
      );
    },
  );

  it("stop a script where they fail", () => {
    const ran = run("script.run", { commands }, { leaves });
    const { steps } = resultOf(ran.verdict) as { steps: { status: number | null }[] };
    expect(steps.at(-1)?.status).toBeNull();
  });

  it("have at most 40 commands, a script 400 in all, and an Atomic reads nothing", () => {
    const { kind } = run("script.run", { commands: [{ command: "Get", uri: "./A" }] }, { leaves });
    const accepts = (entries: unknown[]) => kind.params.safeParse({ commands: entries }).success;
    const replaces = (count: number) => Array.from({ length: count }, () => ({ command: "Replace", uri: "./A/One" }));
    const group = (count: number) => ({ command: "Atomic", commands: replaces(count) });
    expect(accepts([group(40)])).toBe(true);
    expect(accepts([group(41)])).toBe(false);
    expect(accepts(Array.from({ length: 10 }, () => group(40)))).toBe(true);
    expect(accepts([...Array.from({ length: 10 }, () => group(40)), ...replaces(1)])).toBe(false);
    expect(accepts([{ command: "Atomic", commands: [{ command: "Get", uri: "./A" }] }])).toBe(false);
    expect(accepts([{ command: "Sequence", commands: [group(1)] }])).toBe(false);
  });
});
