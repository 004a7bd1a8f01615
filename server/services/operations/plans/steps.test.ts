import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Answer, Progress } from "../../../oma-dm";
import { add, copy, exec, get, operationKind, remove, replace, startPlanRun, succeeded, together, walk } from "./index";

/** What a plan of one of each step asks for, with every step answered by 200. */
function askedByEachStep(): Progress[] {
  const kind = operationKind({
    kind: "test.steps",
    version: 1,
    scope: "operations:write",
    params: z.unknown(),
    result: z.unknown(),
    billable: false,
    excludes: [],
    *plan() {
      const read = yield* get("./A");
      yield* replace("./A", { data: "1", format: "int" });
      yield* add("./B", { data: "", format: "node" });
      yield* copy("./A", "./B/a");
      yield* remove("./B");
      yield* exec("./X", { data: "now" });
      yield* together([]);
      yield* walk("./A", { nodesMax: 1, depthMax: 1 });
      return succeeded("acknowledged", read.node?.value ?? null);
    },
  });
  const run = startPlanRun({ key: "k1", kind, device: { devId: "d" }, params: {}, attempt: 2, answers: [] });
  const asked: Progress[] = [];
  for (let progress = run.progress(); progress.kind === "commands"; progress = run.progress()) {
    asked.push(progress);
    const nodes = [{ uri: "./A", format: "int", value: "7" }];
    const answer: Answer = { kind: "status", step: progress.step, index: 0, status: 200, nodes };
    run.give([answer]);
  }
  expect(run.verdict()).toMatchObject({ state: "succeeded", result: "7" });
  return asked;
}

describe("commands that wait for the device for so long and no longer", () => {
  const kind = operationKind({
    kind: "test.bounded",
    version: 1,
    scope: "operations:write",
    params: z.unknown(),
    result: z.unknown(),
    billable: false,
    excludes: [],
    *plan() {
      const gets = ["./A", "./B"].map((uri) => ({ name: "Get" as const, uri }));
      const answers = yield* together(gets, { within: 60 });
      return succeeded(
        "acknowledged",
        answers.map(({ lost, status }) => [lost, status]),
      );
    },
  });
  const start = (answers: readonly Answer[]) =>
    startPlanRun({ key: "k1", kind, device: { devId: "d" }, params: {}, attempt: 1, answers });

  it("are told with their time, and what was not answered by then is lost", () => {
    const run = start([{ kind: "lost", step: 0, index: 0 }]);
    expect(run.progress()).toMatchObject({
      kind: "commands",
      withinSeconds: 60,
      commands: [{ index: 0 }, { index: 1 }],
    });
    expect(run.isTimed).toBe(true);
    run.give([{ kind: "status", step: 0, index: 1, status: 404 }]);
    run.give([{ kind: "timeout", step: 0 }]);
    expect(run.verdict()).toMatchObject({
      result: [
        [true, 0],
        [false, 404],
      ],
    });
  });

  it("are answered all the same when the answer came before the time was over", () => {
    const both: Answer[] = [0, 1].map((index) => ({ kind: "status", step: 0, index, status: 200 }));
    expect(start([...both, { kind: "timeout", step: 0 }]).verdict()).toMatchObject({
      state: "succeeded",
      result: [
        [false, 200],
        [false, 200],
      ],
    });
  });
});

describe("the steps of a plan", () => {
  it("each ask for their own command, one step each; no command is no step", () => {
    const commands = askedByEachStep().map((asked) => (asked.kind === "commands" ? asked.commands[0]?.command : null));
    expect(commands).toEqual([
      { name: "Get", uri: "./A" },
      { name: "Replace", uri: "./A", data: "1", format: "int" },
      { name: "Add", uri: "./B", data: "", format: "node" },
      { name: "Copy", from: "./A", uri: "./B/a" },
      { name: "Delete", uri: "./B" },
      { name: "Exec", uri: "./X", data: "now", correlator: "k1-2-5" },
      { name: "Get", uri: "./A" },
    ]);
  });
});
