import { z } from "zod";
import { statusMeaning } from "../../../oma-dm";
import {
  type CommandAnswer,
  failed,
  isDone,
  isTransient,
  operationKind,
  type Plan,
  succeeded,
  together,
} from "../plans";
import { plannedCommand, ScriptCommand, touchesOf } from "./script-command";

const COMMANDS_MAX = 200;
/** Nodes that one command may give; those behind them are in the device's tree, not in the result. */
const NODES_MAX = 1_000;

const ScriptRunParams = z.strictObject({
  /** Run in their order: each waits for the answer to the one before, Gets beside each other do not. */
  commands: z.array(ScriptCommand).min(1).max(COMMANDS_MAX),
  /** What a refused command, or one without an answer, means for those behind it. */
  onRefusal: z.enum(["stop", "continue"]).default("stop"),
  /** Also writes an access control list that takes from this server the right to read the node or to change it back. */
  force: z.boolean().optional(),
});

const ScriptRunResult = z.object({
  steps: z.array(
    z.object({
      command: z.string(),
      uri: z.string(),
      /** DM status code; 0 when the device gave none, null when the command was not sent. */
      status: z.number().int().nullable(),
      meaning: z.string(),
      /** What a Get gave. */
      nodes: z.array(z.object({ uri: z.string(), format: z.string(), type: z.string().nullable(), value: z.string() })),
      truncated: z.boolean(),
    }),
  ),
});
type Step = z.output<typeof ScriptRunResult>["steps"][number];

/** Runs DM commands that the caller wrote, as they are, and gives each its answer. It judges nothing but the statuses. */
export const scriptRun = operationKind({
  kind: "script.run",
  version: 1,
  scope: "operations:destructive",
  params: ScriptRunParams,
  result: ScriptRunResult,
  billable: true,
  excludes: [],
  touches: ({ commands, force }) =>
    force ? [] : commands.flatMap((command, index) => touchesOf(command, `/commands/${index}`)),
  *plan(_device, params) {
    const answers = yield* runInOrder(params.commands, params.onRefusal === "stop");
    const steps = params.commands.map((written, index) => stepOf(written, answers[index]));
    const result = { steps };
    const refused = steps.filter(({ status }) => status !== null && status !== 0 && !isDone(status));
    if (refused.length > 0) {
      const retryable = refused.every(({ status }) => isTransient(status ?? 0));
      const text = `The device refused ${refused.length} of ${steps.length} commands.`;
      return failed("refused", { code: "refused_by_device", text, retryable, result });
    }
    if (steps.some(({ status }) => status === 0)) {
      return failed("unconfirmed", { code: "unconfirmed", retryable: false, result });
    }
    return succeeded("acknowledged", result);
  },
});

/** Answers in the order of the commands; shorter than they are when one was refused and nothing follows it. */
function* runInOrder(commands: readonly ScriptCommand[], stops: boolean): Plan<readonly CommandAnswer[]> {
  const answers: CommandAnswer[] = [];
  for (const step of stepsOf(commands)) {
    const given = yield* together(step.map(plannedCommand));
    answers.push(...given);
    if (stops && given.some(({ status }) => !isDone(status))) break;
  }
  return answers;
}

/** Reading changes nothing, so Gets beside each other share a step; a device may run those of one in any order. */
function stepsOf(commands: readonly ScriptCommand[]): ScriptCommand[][] {
  const steps: ScriptCommand[][] = [];
  for (const command of commands) {
    const last = steps.at(-1);
    if (last && command.command === "Get" && last[0]?.command === "Get") last.push(command);
    else steps.push([command]);
  }
  return steps;
}

function stepOf({ command, uri }: ScriptCommand, answer: CommandAnswer | undefined): Step {
  const nodes = answer?.nodes ?? [];
  return {
    command,
    uri,
    status: answer?.status ?? null,
    meaning: meaningOf(answer),
    nodes: nodes.slice(0, NODES_MAX).map((node) => ({ ...node, type: node.type ?? null })),
    truncated: nodes.length > NODES_MAX,
  };
}

function meaningOf(answer: CommandAnswer | undefined): string {
  if (!answer) return "Not sent: a command before it was not done";
  return answer.status === 0 ? "The device gave no status" : statusMeaning(answer.status).meaning;
}
