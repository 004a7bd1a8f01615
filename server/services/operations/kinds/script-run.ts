import { z } from "zod";
import { type PlannedCommand, statusMeaning } from "../../../oma-dm";
import {
  askUser,
  atomically,
  type CommandAnswer,
  failed,
  inSequence,
  isDone,
  isTransient,
  operationKind,
  type Plan,
  readUserReply,
  succeeded,
  together,
  type UserReply,
  userAlert,
} from "../plans";
import {
  isGroup,
  plannedCommand,
  plannedInGroup,
  type ScriptAlert,
  type ScriptCommand,
  ScriptEntry,
  type ScriptGroup,
  touchesOf,
} from "./script-command";
import { ScriptReply } from "./script-question";

const ENTRIES_MAX = 200;
/** Commands in all, those inside groups included. */
const COMMANDS_MAX = 400;
/** Nodes that one command may give; those behind them are in the device's tree, not in the result. */
const NODES_MAX = 1_000;

const ScriptRunParams = z.strictObject({
  /** Run in their order: each waits for the answer to the one before, Gets beside each other do not. */
  commands: z
    .array(ScriptEntry)
    .min(1)
    .max(ENTRIES_MAX)
    .refine(
      (entries) =>
        entries.reduce((sum, entry) => sum + (isGroup(entry) ? entry.commands.length : 1), 0) <= COMMANDS_MAX,
      {
        message: `A script has at most ${COMMANDS_MAX} commands, those in groups included.`,
      },
    ),
  /** What a refused command or Atomic, or one without an answer, means for those behind it. */
  onRefusal: z.enum(["stop", "continue"]).default("stop"),
  /** Also writes an access control list that takes from this server the right to read the node or to change it back. */
  force: z.boolean().optional(),
});

const ScriptRunResult = z.object({
  /** A group is a step, and so is each command in it, behind it. */
  steps: z.array(
    z.object({
      command: z.string(),
      /** null for a group and for a question to the user. */
      uri: z.string().nullable(),
      /** The group that it is in. */
      within: z.enum(["Atomic", "Sequence"]).nullable(),
      /** DM status code; 0 when the device gave none, null when the command was not sent. */
      status: z.number().int().nullable(),
      meaning: z.string(),
      /** What a Get gave. */
      nodes: z.array(z.object({ uri: z.string(), format: z.string(), type: z.string().nullable(), value: z.string() })),
      truncated: z.boolean(),
      /** What the user did, of a question to the user that was sent. */
      reply: ScriptReply.optional(),
    }),
  ),
});
type Step = z.output<typeof ScriptRunResult>["steps"][number];

/** Runs DM commands and questions to the user that the caller wrote, as they are, and gives each its answer. It judges nothing but the statuses. */
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
  *plan(_device, { commands, onRefusal }) {
    const steps: Step[] = [];
    for (const batch of batchesOf(commands)) {
      const isOver = onRefusal === "stop" && steps.some(({ status }) => !isWell(status));
      steps.push(...(isOver ? notSent(batch) : yield* run(batch)));
    }
    const result = { steps };
    const refused = steps.filter(({ status }) => status !== 0 && status !== null && !isWell(status));
    if (refused.length > 0) {
      const retryable = refused.every(({ status }) => isTransient(status ?? 0));
      const isUsers = refused.every(({ command }) => command === "Alert");
      const text = isUsers
        ? "The device's user did not agree, or could not be asked."
        : `The device refused ${refused.length} of ${steps.length} commands.`;
      return failed("refused", { code: "refused_by_device", text, retryable, result });
    }
    if (steps.some(({ status }) => status === 0)) {
      return failed("unconfirmed", { code: "unconfirmed", retryable: false, result });
    }
    return succeeded("acknowledged", result);
  },
});

type Batch = ScriptGroup | ScriptAlert | readonly ScriptCommand[];

/** What shares a step. Reading changes nothing, so Gets beside each other do; a device may run those in any order. */
function batchesOf(entries: readonly ScriptEntry[]): Batch[] {
  const batches: (ScriptGroup | ScriptAlert | ScriptCommand[])[] = [];
  for (const entry of entries) {
    const last = batches.at(-1);
    if (isGroup(entry) || entry.command === "Alert") batches.push(entry);
    else if (entry.command === "Get" && Array.isArray(last) && last[0]?.command === "Get") last.push(entry);
    else batches.push([entry]);
  }
  return batches;
}

function* run(batch: Batch): Plan<readonly Step[]> {
  if (isAlert(batch)) return [alertStep(yield* askUser(batch.question), null)];
  if (!isGroupBatch(batch)) {
    const answers = yield* together(batch.map(plannedCommand));
    return batch.map((written, index) => stepOf(written, answers[index] ?? null, null));
  }
  const { command, commands } = batch;
  const planned = commands.map(plannedInGroup);
  const answer = yield* command === "Atomic" ? atomically(planned) : inSequence(planned);
  return [
    groupStep(command, answer.status),
    ...commands.map((written, index) => stepInGroup(written, answer.answers[index] ?? null, command)),
  ];
}

function notSent(batch: Batch): readonly Step[] {
  if (isAlert(batch)) return [alertStep(null, null)];
  if (!isGroupBatch(batch)) return batch.map((written) => stepOf(written, null, null));
  return [
    groupStep(batch.command, null),
    ...batch.commands.map((written) => stepInGroup(written, null, batch.command)),
  ];
}

function isGroupBatch(batch: ScriptGroup | readonly ScriptCommand[]): batch is ScriptGroup {
  return !Array.isArray(batch);
}

function isAlert(batch: Batch): batch is ScriptAlert {
  return "command" in batch && batch.command === "Alert";
}

function stepInGroup(
  written: ScriptCommand | ScriptAlert,
  answer: CommandAnswer<PlannedCommand> | null,
  within: Step["within"],
): Step {
  if (written.command !== "Alert") return stepOf(written, answer, within);
  const isAsked = answer && answer.command.name === "Alert";
  return alertStep(isAsked ? readUserReply({ ...answer, command: userAlert(written.question) }) : null, within);
}

/** null: it was not sent. */
function alertStep(answer: UserReply | null, within: Step["within"]): Step {
  const status = answer?.status ?? null;
  const step = { command: "Alert", uri: null, within, status, meaning: meaningOf(status), nodes: [], truncated: false };
  if (!answer) return step;
  const { outcome, text, choices } = answer;
  return { ...step, reply: { outcome, text, choices: [...choices] } };
}

function groupStep(command: ScriptGroup["command"], status: number | null): Step {
  return { command, uri: null, within: null, status, meaning: meaningOf(status), nodes: [], truncated: false };
}

function stepOf(
  { command, uri }: ScriptCommand,
  answer: Pick<CommandAnswer, "status" | "nodes"> | null,
  within: Step["within"],
): Step {
  const nodes = answer?.nodes ?? [];
  const status = answer?.status ?? null;
  return {
    command,
    uri,
    within,
    status,
    meaning: meaningOf(status),
    nodes: nodes.slice(0, NODES_MAX).map((node) => ({ ...node, type: node.type ?? null })),
    truncated: nodes.length > NODES_MAX,
  };
}

/** Done; also true of a command that was not sent. */
function isWell(status: number | null): boolean {
  return status === null || isDone(status);
}

function meaningOf(status: number | null): string {
  if (status === null) return "Not sent: a command before it was not done";
  return status === 0 ? "The device gave no status" : statusMeaning(status).meaning;
}
