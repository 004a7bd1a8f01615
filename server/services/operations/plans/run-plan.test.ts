import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Answer } from "../../../oma-dm";
import { type OperationKind, operationKind } from "./operation-kind";
import type { Plan, PlanVerdict } from "./plan";
import { type PlanRun, type PlanStart, startPlanRun } from "./run-plan";
import { add, exec, genericAlert, get, replace, together, walk } from "./steps";
import { runToEnd, treeDevice } from "./testing/tree-device";
import { succeeded } from "./verdicts";

const KEY = "01890a5d-ac96-774b-bcce-b302099a8057";

function kindOf(plan: () => Plan<PlanVerdict>): OperationKind {
  const anything = z.unknown();
  const rest = { version: 1, scope: "operations:write", billable: false, excludes: [] } as const;
  return operationKind({ kind: "test", params: anything, result: anything, ...rest, plan });
}

function startOf(plan: () => Plan<PlanVerdict>, answers: readonly Answer[] = []): PlanStart {
  return { key: KEY, kind: kindOf(plan), device: { devId: "MAC:000000000001" }, params: {}, attempt: 1, answers };
}

const status = (step: number, index: number, code: number, value?: string): Answer => ({
  kind: "status",
  step,
  index,
  status: code,
  ...(value !== undefined && { nodes: [{ uri: "./A", format: "chr", value }] }),
});
const lost = (step: number, index: number): Answer => ({ kind: "lost", step, index });

function* readTwo(): Plan<PlanVerdict> {
  const answers = yield* together([
    { name: "Get", uri: "./A" },
    { name: "Get", uri: "./B" },
  ]);
  const third = yield* get("./C");
  return succeeded(
    "acknowledged",
    [...answers, third].map((answer) => answer.status),
  );
}

function* executeAndWait(): Plan<PlanVerdict> {
  const executed = yield* exec("./X");
  const alert = yield* genericAlert({ of: executed, source: "./X" }, { within: 60 });
  return succeeded("acknowledged", { lost: executed.lost, status: executed.status, report: alert?.data ?? null });
}

describe("a plan run", () => {
  it("asks for all commands of a step at once and goes on when the last is answered", () => {
    const run = startPlanRun(startOf(readTwo));
    expect(run.progress()).toEqual({
      kind: "commands",
      step: 0,
      commands: [
        { index: 0, command: { name: "Get", uri: "./A" } },
        { index: 1, command: { name: "Get", uri: "./B" } },
      ],
    });
    expect(run.give([status(0, 1, 404)])).toMatchObject({ step: 0, commands: [{ index: 0 }] });
    expect(run.give([status(0, 0, 200)])).toMatchObject({ step: 1, commands: [{ index: 0 }] });
    expect(run.verdict()).toBeNull();
    expect(run.give([status(1, 0, 425)])).toEqual({ kind: "ended" });
    expect(run.verdict()).toEqual({ state: "succeeded", outcome: "acknowledged", result: [200, 404, 425] });
    expect(run.answerCount).toBe(3);
  });

  it("runs its plan once while it lives: answers do not begin it again", () => {
    let begun = 0;
    const run = startPlanRun(
      startOf(function* () {
        begun += 1;
        return yield* readTwo();
      }),
    );
    for (const answer of [status(0, 0, 200), status(0, 1, 200), status(1, 0, 200)]) run.give([answer]);
    expect(run.progress().kind).toBe("ended");
    expect(begun).toBe(1);
  });

  it("takes the first answer to a command and no other", () => {
    const run = startPlanRun(startOf(readTwo));
    run.give([status(0, 0, 200), status(0, 0, 500), status(0, 1, 200), status(0, 0, 500), status(1, 0, 200)]);
    run.give([status(0, 1, 500)]);
    expect(run.verdict()).toMatchObject({ state: "succeeded", result: [200, 200, 200] });
  });

  it("puts nodes that came in advance before those of the answer, and forgets them when the answer is lost", () => {
    const nodes = (value: string): Answer => ({
      kind: "nodes",
      step: 0,
      index: 0,
      nodes: [{ uri: "./A/1", format: "chr", value }],
    });
    function* readList(): Plan<PlanVerdict> {
      return succeeded(
        "acknowledged",
        (yield* get("./A?list=Struct")).nodes.map((node) => node.value),
      );
    }
    const run = startPlanRun(startOf(readList, [nodes("gone"), lost(0, 0), nodes("1")]));
    expect(run.progress()).toMatchObject({ kind: "commands", commands: [{ index: 0 }] });
    run.give([nodes("2"), status(0, 0, 200, "3")]);
    expect(run.verdict()).toMatchObject({ result: ["1", "2", "3"] });
  });

  it("asks again for what has not run for certain, and gives it up after five times", () => {
    function* addOne(): Plan<PlanVerdict> {
      return succeeded("acknowledged", (yield* add("./A", { format: "chr", data: "1" })).lost);
    }
    const run = startPlanRun(startOf(addOne));
    for (let time = 0; time < 5; time += 1) {
      expect(run.progress()).toMatchObject({ kind: "commands" });
      run.give([{ kind: "lost", step: 0, index: 0, unrun: true }]);
    }
    expect(run.verdict()).toMatchObject({ result: true });
    expect(startPlanRun(startOf(addOne, [lost(0, 0)])).verdict()).toMatchObject({ result: true });
  });

  it("gives each Exec the same Correlator in every process, and another in every attempt and place", () => {
    const correlators = (start: PlanStart) => {
      const progress = startPlanRun(start).progress();
      if (progress.kind !== "commands") throw new Error("commands expected");
      return progress.commands.map(({ command }) => (command.name === "Exec" ? command.correlator : undefined));
    };
    const two = startOf(function* () {
      yield* together([
        { name: "Exec", uri: "./A" },
        { name: "Exec", uri: "./B" },
      ]);
      return succeeded("acknowledged", null);
    });
    const all = [two, { ...two, attempt: 2 }, { ...two, key: KEY.replace("7", "8").replace(/.$/, "1") }].flatMap(
      correlators,
    );
    expect(correlators(two)).toEqual(["bcceb302099a8057-1-0", "bcceb302099a8057-1-0.1"]);
    expect(new Set(all).size).toBe(all.length);
    for (const correlator of all) expect(correlator?.length).toBeLessThanOrEqual(32);
  });
});

describe("answers that were lost", () => {
  it("have a command that may run twice asked again, and given up after five times", () => {
    const run = startPlanRun(startOf(readTwo));
    for (let time = 1; time < 5; time += 1) {
      expect(run.give([lost(0, 0)])).toMatchObject({ step: 0, commands: [{ index: 0 }, { index: 1 }] });
    }
    expect(run.give([lost(0, 0)])).toMatchObject({ step: 0, commands: [{ index: 1 }] });
    expect(run.give([status(0, 1, 200)])).toMatchObject({ step: 1 });
  });

  it("never have an Exec sent a second time: the plan is told", () => {
    const run = startPlanRun(startOf(executeAndWait));
    expect(run.give([lost(0, 0)])).toMatchObject({ kind: "alert", step: 1 });
    run.give([status(0, 0, 200), { kind: "timeout", step: 1 }]);
    expect(run.verdict()).toMatchObject({ result: { lost: true, status: 0, report: null } });
  });

  it("of commands that were never asked for say nothing: they are an earlier attempt's", () => {
    const run = startPlanRun(startOf(readTwo));
    expect(run.give([lost(4, 0), lost(0, 9), lost(1, 0)])).toMatchObject({ step: 0, commands: [{}, {}] });
    run.give([status(0, 0, 200), status(0, 1, 200)]);
    expect(run.progress()).toMatchObject({ step: 1, commands: [{ index: 0 }] });
  });
});

describe("alerts", () => {
  const alert = (data: string, from: { correlator?: string; source?: string }): Answer => ({
    kind: "alert",
    alert: { type: "org.example.done", data, ...from },
  });
  const mine = { correlator: "bcceb302099a8057-1-0" };

  it("that come before the Status of their Exec are kept until they are asked for", () => {
    const run = startPlanRun(startOf(executeAndWait));
    run.give([alert("200", mine)]);
    expect(run.progress()).toMatchObject({ kind: "commands", step: 0 });
    run.give([status(0, 0, 202)]);
    expect(run.verdict()).toMatchObject({ result: { status: 202, report: "200" } });
  });

  it("are told by their Correlator, and by their Source only where one of both has none", () => {
    const run = startPlanRun(startOf(executeAndWait));
    run.give([status(0, 0, 202)]);
    expect(run.progress()).toEqual({
      kind: "alert",
      step: 1,
      wanted: { correlator: mine.correlator, source: "./X" },
      withinSeconds: 60,
    });
    run.give([alert("400", { correlator: "another", source: "./X" }), alert("401", { source: "./Y" })]);
    expect(run.verdict()).toBeNull();
    run.give([alert("200", { source: "./X" })]);
    expect(run.verdict()).toMatchObject({ result: { report: "200" } });
  });

  it("that come after the time was up change nothing, live and in replay", () => {
    const answers = [status(0, 0, 202), { kind: "timeout", step: 1 } as const, alert("200", mine)];
    const live = startPlanRun(startOf(executeAndWait));
    for (const answer of answers) live.give([answer]);
    expect(live.verdict()).toMatchObject({ result: { report: null } });
    expect(startPlanRun(startOf(executeAndWait, answers)).verdict()).toEqual(live.verdict());
  });
});

describe("answers that do not fit the plan", () => {
  const diverged = { state: "failed", outcome: "error", retryable: false, reason: { code: "plan_diverged" } };

  it.each<[string, readonly Answer[]]>([
    ["an answer to a command that the step does not have", [status(0, 2, 200)]],
    [
      "an answer to a command beyond those of an earlier step",
      [status(0, 0, 200), status(0, 1, 200), status(0, 7, 200)],
    ],
    ["an answer to a step that the plan has not come to", [status(0, 0, 200), status(1, 0, 200)]],
    ["a time-out of a step that does not wait", [{ kind: "timeout", step: 0 }]],
    ["answers behind the plan's end", [status(0, 0, 200), status(0, 1, 200), status(1, 0, 200), status(2, 0, 200)]],
  ])("end it: %s", (_, answers) => {
    const run = startPlanRun(startOf(readTwo, answers));
    expect(run.progress()).toEqual({ kind: "ended" });
    expect(run.verdict()).toMatchObject(diverged);
  });

  it("end it: a status for a step that waits for an alert", () => {
    expect(startPlanRun(startOf(executeAndWait, [status(0, 0, 202), status(1, 0, 200)])).verdict()).toMatchObject(
      diverged,
    );
  });

  it("do not include those that only came in another order within one message", () => {
    const run = startPlanRun(startOf(readTwo, [status(1, 0, 404), status(0, 1, 200), status(0, 0, 200)]));
    expect(run.verdict()).toMatchObject({ state: "succeeded", result: [200, 200, 404] });
  });
});

describe("a plan with a fault of ours", () => {
  it.each<[string, () => Plan<PlanVerdict>]>([
    [
      "that throws",
      // biome-ignore lint/correctness/useYield: it throws before it can yield, which is the case under test.
      function* () {
        throw new Error("boom");
      },
    ],
    [
      "with too many steps",
      function* () {
        for (;;) yield* together([{ name: "Get", uri: "./A" }]);
      },
    ],
    [
      "with too many commands in a step",
      function* () {
        yield* together(Array.from({ length: 1_001 }, () => ({ name: "Get", uri: "./A" }) as const));
        return succeeded("acknowledged", null);
      },
    ],
    [
      "with an endless walk",
      function* () {
        yield* walk(".", { nodesMax: Number.POSITIVE_INFINITY, depthMax: 3 });
        return succeeded("acknowledged", null);
      },
    ],
  ])("ends with the reason internal and keeps the error for the log: %s", (_, plan) => {
    const run = startPlanRun(startOf(plan));
    for (let step = 0; step < 1_100 && run.progress().kind !== "ended"; step += 1) run.give([status(step, 0, 200)]);
    expect(run.verdict()).toMatchObject({ state: "failed", outcome: "error", reason: { code: "internal" } });
    expect(run.fault).toBeInstanceOf(Error);
  });
});

/** A plan of all kinds of steps, whose shape the property chooses. */
function planOf(shape: readonly number[]): () => Plan<PlanVerdict> {
  return function* () {
    const seen: unknown[] = [];
    for (const part of shape) {
      if (part === 0) seen.push((yield* walk(".", { nodesMax: 12, depthMax: 2 })).nodes);
      else if (part === 1) {
        const executed = yield* exec("./X");
        seen.push((yield* genericAlert({ of: executed }, { within: 9 }))?.data);
      } else if (part === 2) seen.push((yield* replace("./A/b", { data: `${seen.length}`, format: "chr" })).status);
      else {
        const uris = ["./A/a", "./A/b", "./none", "./B"].slice(0, part - 2);
        const answers = yield* together(uris.map((uri) => ({ name: "Get", uri })));
        seen.push(answers.map((answer) => answer.nodes));
      }
    }
    return succeeded("verified", seen);
  };
}

const LEAVES = Object.fromEntries(
  ["./A/a", "./A/b", "./A/c/d", "./B/e", "./B/f/g/h", "./C", "./X"].map((uri) => [uri, { format: "chr", value: uri }]),
);

/** The same run in pieces: parts of steps, any order, doubles, losses, early alerts, new processes. */
function runInPieces(start: PlanStart, draw: (below: number) => number): { run: PlanRun; batches: Answer[][] } {
  const device = treeDevice({ leaves: LEAVES, statuses: { "Exec ./X": 202 } });
  const batches: Answer[][] = [];
  const losses = new Map<string, number>();
  /** As often as a command may be lost and still be asked again. */
  const mayLose = (place: string) => {
    losses.set(place, (losses.get(place) ?? 0) + 1);
    return (losses.get(place) ?? 0) < 5;
  };
  let run = startPlanRun(start);
  for (let progress = run.progress(); progress.kind !== "ended"; progress = run.progress()) {
    const batch: Answer[] = [];
    if (progress.kind === "alert") {
      const { correlator } = progress.wanted;
      batch.push({
        kind: "alert",
        alert: { type: "t", data: `of ${progress.step}`, ...(correlator && { correlator }) },
      });
    } else if (progress.kind === "commands") {
      for (const wanted of progress.commands) {
        const { step } = progress;
        if (draw(3) === 0) continue;
        if (wanted.command.name !== "Exec" && draw(6) === 0 && mayLose(`${step} ${wanted.index}`))
          batch.push(lost(step, wanted.index));
        else batch.push(device.answer(step, wanted));
        if (draw(4) === 0) batch.push(...batch.filter((answer) => answer.kind === "status").slice(0, 1));
        if (wanted.command.name === "Exec" && wanted.command.correlator && draw(2) === 0) {
          const { correlator } = wanted.command;
          batch.push({ kind: "alert", alert: { type: "t", data: `of ${step + 1}`, correlator } });
        }
      }
    }
    shuffle(batch, draw);
    batches.push(batch);
    run.give(batch);
    if (draw(3) === 0) {
      const stored: Answer[] = JSON.parse(JSON.stringify(batches.flat()));
      run = startPlanRun({ ...start, answers: stored });
    }
  }
  return { run, batches };
}

function shuffle<T>(list: T[], draw: (below: number) => number): void {
  for (let at = list.length - 1; at > 0; at -= 1) list.push(...list.splice(draw(at + 1), 1));
}

describe("replay", () => {
  it("gives the same end however the answers were split over messages, processes and orders", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(10_000), { minLength: 50, maxLength: 400 }),
        (shape, choices) => {
          const start = startOf(planOf(shape));
          const straight = startPlanRun(start);
          const device = treeDevice({ leaves: LEAVES, statuses: { "Exec ./X": 202 } });
          runToEnd(straight, device, (waiting) => ({
            type: "t",
            data: `of ${waiting.step}`,
            ...(waiting.wanted.correlator && { correlator: waiting.wanted.correlator }),
          }));
          let at = 0;
          const draw = (below: number) => {
            at += 1;
            // Past its choices every draw is the friendly one, so that each run ends.
            return at <= choices.length ? (choices[at - 1] ?? 0) % below : below - 1;
          };
          const pieces = runInPieces(start, draw);
          expect(straight.verdict()?.state).toBe("succeeded");
          expect(pieces.run.verdict()).toEqual(straight.verdict());
          const all = pieces.batches.flat();
          expect(startPlanRun({ ...start, answers: all }).verdict()).toEqual(straight.verdict());
          expect(startPlanRun({ ...start, answers: all }).transcript()).toEqual(straight.transcript());
          shuffle(all, draw);
          expect(startPlanRun({ ...start, answers: all }).verdict()).toEqual(straight.verdict());
        },
      ),
      { numRuns: 500 },
    );
  });
});
