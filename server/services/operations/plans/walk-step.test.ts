import { describe, expect, it } from "vitest";
import { z } from "zod";
import { operationKind } from "./operation-kind";
import { startPlanRun } from "./run-plan";
import { walk } from "./steps";
import { type DeviceScript, runToEnd, treeDevice } from "./testing/tree-device";
import { succeeded } from "./verdicts";

const Bounds = z.object({ root: z.string(), nodesMax: z.number(), depthMax: z.number() });

const walkKind = operationKind({
  kind: "test.walk",
  version: 1,
  scope: "operations:write",
  params: Bounds,
  result: z.unknown(),
  billable: false,
  excludes: [],
  *plan(_device, { root, ...bounds }) {
    const { nodes, ...reading } = yield* walk(root, bounds);
    return succeeded("acknowledged", { ...reading, uris: nodes.map((node) => node.uri) });
  },
});

const leaf = { format: "chr", value: "v" };

function walked(script: DeviceScript, bounds: z.output<typeof Bounds>) {
  const run = startPlanRun({
    key: "k",
    kind: walkKind,
    device: { devId: "MAC:000000000001" },
    params: bounds,
    attempt: 1,
    answers: [],
  });
  const messages = runToEnd(run, treeDevice(script));
  const verdict = run.verdict();
  return { result: verdict?.state === "succeeded" ? verdict.result : verdict, messages, run };
}

const LEAVES = { "./A/a": leaf, "./A/b/c": leaf, "./B": leaf };

describe("a walk", () => {
  it("reads a whole tree breadth first, one level a message, as one step", () => {
    const { result, messages, run } = walked({ leaves: LEAVES }, { root: ".", nodesMax: 100, depthMax: 16 });
    expect(result).toEqual({
      rootStatus: 200,
      asked: 6,
      truncated: false,
      uris: [".", "./A", "./B", "./A/a", "./A/b", "./A/b/c"],
    });
    expect(messages.map((answers) => answers.length)).toEqual([1, 2, 2, 1]);
    expect(run.transcript()).toEqual([{ kind: "walk", root: ".", status: 200, asked: 6, nodes: 6 }]);
  });

  it("asks for no more nodes than it may, and says that it stopped", () => {
    const { result } = walked({ leaves: LEAVES }, { root: ".", nodesMax: 4, depthMax: 16 });
    expect(result).toMatchObject({ asked: 4, truncated: true, uris: [".", "./A", "./B", "./A/a"] });
  });

  it("goes no deeper than it may, and says that it stopped", () => {
    const { result } = walked({ leaves: LEAVES }, { root: ".", nodesMax: 100, depthMax: 2 });
    expect(result).toMatchObject({ asked: 5, truncated: true });
  });

  it("says nothing of a bound that it reached exactly", () => {
    const { result } = walked({ leaves: LEAVES }, { root: ".", nodesMax: 6, depthMax: 3 });
    expect(result).toMatchObject({ asked: 6, truncated: false });
  });

  it("goes on past nodes that the device refuses", () => {
    const statuses = { "Get ./A": 425, "Get ./B": 405 };
    const { result } = walked({ leaves: LEAVES, statuses }, { root: ".", nodesMax: 100, depthMax: 16 });
    expect(result).toEqual({ rootStatus: 200, asked: 3, truncated: false, uris: ["."] });
  });

  it("begins at the node it is given", () => {
    const { result } = walked({ leaves: LEAVES }, { root: "./A/b", nodesMax: 100, depthMax: 16 });
    expect(result).toMatchObject({ uris: ["./A/b", "./A/b/c"] });
  });

  it("is not led astray by child lists with empty, double, upward or endless names", () => {
    const list = { format: "NODE", value: `x//x/../.${"/y".repeat(2)}/${"z".repeat(2_000)}` };
    const { result } = walked(
      { leaves: { "./A": list, "./A/x": leaf, "./A/y": leaf } },
      { root: "./A", nodesMax: 100, depthMax: 16 },
    );
    expect(result).toMatchObject({ asked: 3, truncated: true, uris: ["./A", "./A/x", "./A/y"] });
  });

  it("ends on a device whose every node has a child", () => {
    const endless = {
      answer: (step: number, { index, command }: { index: number; command: { name: string; uri?: string } }) => ({
        kind: "status" as const,
        step,
        index,
        status: 200,
        nodes: [{ uri: command.uri ?? "", format: "node", value: "x" }],
      }),
      executed: [],
    };
    const run = startPlanRun({
      key: "k",
      kind: walkKind,
      device: { devId: "d" },
      params: { root: ".", nodesMax: 100, depthMax: 16 },
      attempt: 1,
      answers: [],
    });
    runToEnd(run, endless);
    expect(run.verdict()).toMatchObject({ result: { asked: 17, truncated: true } });
  });
});
