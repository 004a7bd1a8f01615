import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Answer, PlannedCommand } from "../../../oma-dm";
import { userAlert } from "./ask-user";
import { type OperationKind, operationKind } from "./operation-kind";
import type { Plan, PlanVerdict } from "./plan";
import { type PlanRun, startPlanRun } from "./run-plan";
import { atomically, inSequence } from "./steps";
import { taskSteps } from "./task-steps";
import { isDone, succeeded } from "./verdicts";

const COMMANDS: readonly PlannedCommand[] = [
  { name: "Replace", uri: "./A", format: "chr", data: "1" },
  { name: "Exec", uri: "./B" },
];

function kindOf(plan: () => Plan<PlanVerdict>): OperationKind {
  const anything = z.unknown();
  const rest = { version: 1, scope: "operations:write", billable: false, excludes: [] } as const;
  return operationKind({ kind: "test", params: anything, result: anything, ...rest, plan });
}

function runOf(plan: () => Plan<PlanVerdict>, answers: readonly Answer[] = []): PlanRun {
  const device = { devId: "MAC:000000000001" };
  return startPlanRun({ key: "01890a5d-ac96", kind: kindOf(plan), device, params: {}, attempt: 1, answers });
}

const inGroup = (group: typeof atomically, commands = COMMANDS) =>
  function* plan(): Plan<PlanVerdict> {
    return succeeded("acknowledged", yield* group(commands));
  };

const status = (index: number, code: number): Answer => ({ kind: "status", step: 0, index, status: code });

describe("a group of commands in a plan", () => {
  it("is asked for as a whole, an Exec in it with its Correlator", () => {
    expect(runOf(inGroup(atomically)).progress()).toMatchObject({
      kind: "commands",
      group: "Atomic",
      commands: [
        { index: 0, command: { name: "Replace" } },
        { index: 1, command: { name: "Exec", correlator: expect.stringContaining("-1-0.1") } },
      ],
    });
  });

  it("ends when the container and every command in it are answered, in any order and in another process", () => {
    const run = runOf(inGroup(inSequence), [status(1, 215), status(2, 200)]);
    expect(run.verdict()).toBeNull();
    run.give([status(0, 404)]);
    expect(run.verdict()).toMatchObject({
      result: { group: "Sequence", status: 200, lost: false, answers: [{ status: 404 }, { status: 215 }] },
    });
  });

  it("is asked for as a whole again while one answer is missing, and takes the first answer to each", () => {
    const run = runOf(inGroup(atomically), [status(0, 200)]);
    expect(run.progress()).toMatchObject({ commands: [{ index: 0 }, { index: 1 }] });
    run.give([status(0, 500), status(1, 200), status(2, 200)]);
    expect(run.verdict()).toMatchObject({ result: { answers: [{ status: 200 }, { status: 200 }] } });
  });

  it("is not repeated when it was lost: its plan is told", () => {
    const lost = [2, 0, 1].map((index): Answer => ({ kind: "lost", step: 0, index }));
    const { result } = runOf(inGroup(atomically), lost).verdict() ?? {};
    expect(result).toMatchObject({ lost: true, status: 0, answers: [{ lost: true }, { lost: true }] });
  });

  it("takes nodes that came before their command's status, and what a user said", () => {
    const commands: PlannedCommand[] = [
      { name: "Get", uri: "./A" },
      userAlert({ kind: "choose", text: "Which?", choices: ["a", "b"] }),
    ];
    const nodes = [{ uri: "./A", format: "chr", value: "v" }];
    const run = runOf(inGroup(inSequence, commands), [
      { kind: "nodes", step: 0, index: 0, nodes },
      status(0, 200),
      { kind: "status", step: 0, index: 1, status: 200, said: ["2"] },
      status(2, 200),
    ]);
    expect(run.verdict()).toMatchObject({ result: { answers: [{ nodes }, { said: ["2"] }] } });
  });

  it("holds 1 to 40 commands, and an Atomic no Get", () => {
    const get: PlannedCommand = { name: "Get", uri: "./A" };
    for (const [group, commands] of [
      [atomically, []],
      [inSequence, Array.from({ length: 41 }, () => get)],
      [atomically, [get]],
    ] as const) {
      expect(runOf(inGroup(group, commands)).verdict()).toMatchObject({ reason: { code: "internal" } });
    }
  });

  it("shows each command with the container before them, and who gave an answer", () => {
    const run = runOf(inGroup(atomically), [
      { kind: "status", step: 0, index: 2, status: 413, by: "server" },
      { kind: "status", step: 0, index: 0, status: 216 },
    ]);
    expect(taskSteps(run)).toMatchObject([
      { command: "Atomic", uri: "", status: 413, meaning: "Not sent: larger than the device takes" },
      { command: "Replace", uri: "./A", status: 216 },
      { command: "Exec", uri: "./B", status: null, meaning: "Not answered yet" },
    ]);
  });

  it("of statuses of the 2xx class those that say that nothing was done are not done", () => {
    expect([200, 202, 212, 213, 214, 215, 216].map(isDone)).toEqual([true, true, true, false, false, false, false]);
  });
});
