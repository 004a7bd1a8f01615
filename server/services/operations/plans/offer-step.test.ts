import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Answer } from "../../../oma-dm";
import {
  deviceReport,
  exec,
  get,
  type OperationKind,
  offerContent,
  operationKind,
  type Plan,
  type PlanVerdict,
  replace,
  startPlanRun,
  succeeded,
  taskSteps,
} from "./index";
import { offerAnswer } from "./testing/tree-device";

const CONTENT = "con_0000000000000000000000";

function kindOf(plan: () => Plan<PlanVerdict>): OperationKind {
  const anything = z.unknown();
  const rest = { version: 1, scope: "operations:write", billable: false, excludes: [] } as const;
  return operationKind({ kind: "test", params: anything, result: anything, ...rest, plan });
}

function runOf(plan: () => Plan<PlanVerdict>, answers: readonly Answer[] = []) {
  const about = { key: "01890a5d-ac96", device: { devId: "MAC:000000000001" }, params: {}, attempt: 1 };
  const downloadUrlOf = (grant: string) => `https://dm.example/dl/${grant}`;
  return startPlanRun({ ...about, kind: kindOf(plan), answers, downloadUrlOf });
}

const status = (step: number, code: number): Answer => ({ kind: "status", step, index: 0, status: code });
const report = (code: number, contentId = CONTENT): Answer => ({
  kind: "report",
  report: { contentId, code, text: "" },
});
const grant = offerAnswer({ step: 1, contentId: CONTENT }, { grant: "g1" });

function* offerAfterGet(): Plan<PlanVerdict> {
  yield* get("./A");
  const offer = yield* offerContent(CONTENT);
  if (offer.problem) return succeeded("acknowledged", offer.problem);
  yield* replace("./Url", { data: offer.descriptorUrl, format: "chr" });
  return succeeded("verified", offer);
}

describe("a content in a plan", () => {
  it("is asked of the service, not of the device, and comes with addresses that are made anew and not kept", () => {
    const run = runOf(offerAfterGet, [status(0, 200)]);
    expect(run.progress()).toEqual({ kind: "offer", step: 1, contentId: CONTENT });
    expect(run.give([grant])).toMatchObject({
      commands: [{ command: { data: "https://dm.example/dl/g1/descriptor" } }],
    });
    run.give([status(2, 200)]);
    expect(run.verdict()?.result).toMatchObject({
      contentId: CONTENT,
      url: "https://dm.example/dl/g1",
      reference: { content: "g1", octets: 1_000 },
    });
    expect(runOf(offerAfterGet, [status(2, 200), grant, status(0, 200)]).verdict()).toEqual(run.verdict());
    expect(JSON.stringify(grant)).not.toContain("https");
  });

  it("may be answered before the plan asks, also where it never does", () => {
    const run = runOf(offerAfterGet, [grant]);
    expect(run.give([status(0, 200)])).toMatchObject({ kind: "commands", step: 2 });
    const stray = offerAnswer({ step: 9, contentId: CONTENT }, {});
    expect(runOf(offerAfterGet, [stray]).verdict()).toBeNull();
    expect(runOf(offerAfterGet, [offerAnswer({ step: 0, contentId: CONTENT }, {})]).verdict()).toMatchObject({
      reason: { code: "plan_diverged" },
    });
    expect(runOf(offerAfterGet, [status(0, 200), status(1, 200)]).verdict()).toMatchObject({
      reason: { code: "plan_diverged" },
    });
  });

  it("that may not be had is a problem, for the plan and for people", () => {
    const withdrawn = offerAnswer({ step: 1, contentId: CONTENT }, { problem: "content_withdrawn" });
    const run = runOf(offerAfterGet, [status(0, 200), withdrawn]);
    expect(run.verdict()).toMatchObject({ result: "content_withdrawn" });
    expect(taskSteps(run)).toMatchObject([
      { command: "Get" },
      { command: "Content", uri: CONTENT, meaning: "Not offered: it was withdrawn" },
    ]);
  });
});

function* waitTwice(): Plan<PlanVerdict> {
  const executed = yield* exec("./X");
  const first = yield* deviceReport({ of: executed, download: CONTENT }, { within: 60 });
  const second = yield* deviceReport({ of: executed, download: CONTENT }, { within: 60 });
  return succeeded("acknowledged", [first, second]);
}

describe("a device's report on a content", () => {
  const alert: Answer = { kind: "alert", alert: { type: "t", data: "200", correlator: "01890a5dac96-1-0" } };

  it("is what it posts or what it alerts, each once, in the order in which they come", () => {
    const run = runOf(waitTwice, [status(0, 202), report(900)]);
    expect(run.progress()).toMatchObject({ kind: "alert", step: 2 });
    run.give([alert]);
    expect(run.verdict()?.result).toMatchObject([
      { kind: "download", report: { code: 900 } },
      { kind: "alert", alert: { data: "200" } },
    ]);
  });

  it("is kept when it comes before the plan waits for it", () => {
    expect(runOf(waitTwice, [report(900), alert, status(0, 202)]).verdict()?.result).toMatchObject([
      { kind: "alert" },
      { kind: "download" },
    ]);
  });

  it("of another content is not taken, and nothing in time is null", () => {
    const run = runOf(waitTwice, [status(0, 202), report(900, "con_other"), { kind: "timeout", step: 1 }]);
    run.give([{ kind: "timeout", step: 2 }]);
    expect(run.verdict()?.result).toEqual([null, null]);
  });
});
