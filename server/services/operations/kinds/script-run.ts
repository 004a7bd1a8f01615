import { z } from "zod";
import { type PlannedCommand, statusMeaning } from "../../../oma-dm";
import {
  askUser,
  atomically,
  type CommandAnswer,
  failed,
  type GroupAnswer,
  inSequence,
  isDone,
  isTransient,
  operationKind,
  type Plan,
  type PlanVerdict,
  readUserReply,
  succeeded,
  together,
  type UserReply,
  userAlert,
} from "../plans";
import { byTakingBack, type CommandEnd, isGroupNotKnown, NOT_SENT } from "./all-or-nothing";
import { Undone } from "./judgement";
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
import { undosOf } from "./script-undo";

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
      /**
       * Of a group that the device did not take as one: the server sent its commands one after the other; or nobody did,
       * since not all in an Atomic could be taken back.
       */
      by: z.enum(["server", "nobody"]).optional(),
      /** Who took back a command of an Atomic that the server did. */
      undone: Undone.optional(),
    }),
  ),
});
type Params = z.output<typeof ScriptRunParams>;
type Result = z.output<typeof ScriptRunResult>;
type Step = Result["steps"][number];

const definition = {
  kind: "script.run",
  scope: "operations:destructive",
  params: ScriptRunParams,
  result: ScriptRunResult,
  billable: true,
  excludes: [],
  touches: ({ commands, force }: Params) =>
    force ? [] : commands.flatMap((command, index) => touchesOf(command, `/commands/${index}`)),
} as const;

/**
 * Runs DM commands and questions to the user that the caller wrote, as they are, and gives each its answer. It judges
 * nothing but the statuses. A group that the device does not know is done by the server, where that comes to the same.
 */
export const scriptRun = operationKind({
  ...definition,
  version: 2,
  plan: (_device, params) => script(params, runGroup),
});

/** The first version, for tasks that were made by it: a group that the device does not know is refused. */
export const scriptRunV1 = operationKind({
  ...definition,
  version: 1,
  plan: (_device, params) => script(params, askGroup),
});

type GroupRunner = (group: ScriptGroup) => Plan<readonly Step[]>;

function* script({ commands, onRefusal }: Params, doGroup: GroupRunner): Plan<PlanVerdict<Result>> {
  const steps: Step[] = [];
  for (const batch of batchesOf(commands)) {
    const isOver = onRefusal === "stop" && steps.some((step) => !isWell(step));
    steps.push(...(isOver ? notSent(batch) : yield* run(batch, doGroup)));
  }
  const result = { steps };
  if (steps.some(({ by }) => by === "nobody")) {
    return failed("refused", { code: "unsupported_by_device", text: NOT_TAKEN_BACK, retryable: false, result });
  }
  const refused = steps.filter((step) => step.status !== 0 && !isWell(step));
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
}

const ONE_BY_ONE = "Not taken as one: its commands were sent one after the other";
const NOT_TAKEN_BACK =
  "The device did not take an Atomic as one, and not all in it could be taken back: nothing of it was sent.";

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

function* run(batch: Batch, doGroup: GroupRunner): Plan<readonly Step[]> {
  if (isAlert(batch)) return [alertStep(yield* askUser(batch.question), null)];
  if (isGroupBatch(batch)) return yield* doGroup(batch);
  const answers = yield* together(batch.map(plannedCommand));
  return batch.map((written, index) => stepOf(written, answers[index] ?? null, null));
}

function* sendGroup({ command, commands }: ScriptGroup): Plan<GroupAnswer> {
  const planned = commands.map(plannedInGroup);
  return yield* command === "Atomic" ? atomically(planned) : inSequence(planned);
}

function stepsOfGroup({ command, commands }: ScriptGroup, { status, answers }: GroupAnswer): readonly Step[] {
  return [
    groupStep(command, status),
    ...commands.map((written, index) => stepInGroup(written, answers[index] ?? null, command)),
  ];
}

function* askGroup(group: ScriptGroup): Plan<readonly Step[]> {
  return stepsOfGroup(group, yield* sendGroup(group));
}

function* runGroup(group: ScriptGroup): Plan<readonly Step[]> {
  const answer = yield* sendGroup(group);
  if (!isGroupNotKnown(answer)) return stepsOfGroup(group, answer);
  const own = { ...groupStep(group.command, answer.status), by: "server" as const, meaning: ONE_BY_ONE };
  if (group.command === "Sequence") return [own, ...(yield* oneAfterTheOther(group.commands))];
  const ends = yield* takenBackOrDone(group.commands);
  const isDoneByServer = ends.some(({ status }) => status !== null);
  return [
    isDoneByServer ? own : { ...own, by: "nobody", meaning: NOT_TAKEN_BACK },
    ...group.commands.map((written, index): Step => {
      const { status, undone } = ends[index] ?? NOT_SENT;
      if (written.command === "Alert") return alertStep(null, "Atomic");
      const answer = status === null ? null : { status, nodes: [] };
      return { ...stepOf(written, answer, "Atomic"), ...(isDoneByServer && { undone }) };
    }),
  ];
}

/**
 * As a Sequence runs them: in their order, those behind a refused one all the same, those behind a user's no not. Nor is
 * anything sent behind a command without an answer, which may still be under way.
 */
function* oneAfterTheOther(commands: ScriptGroup["commands"]): Plan<readonly Step[]> {
  const steps: Step[] = [];
  for (const written of commands) {
    const isOver = steps.some(({ status, reply }) => status === 0 || (reply && STOPS.has(reply.outcome)));
    if (isOver) steps.push(stepInGroup(written, null, "Sequence"));
    else if (written.command === "Alert") steps.push(alertStep(yield* askUser(written.question), "Sequence"));
    else {
      const [answer = null] = yield* together([plannedCommand(written)]);
      steps.push(stepOf(written, answer, "Sequence"));
    }
  }
  return steps;
}

const STOPS: ReadonlySet<UserReply["outcome"]> = new Set(["declined", "cancelled"]);

function* takenBackOrDone(commands: ScriptGroup["commands"]): Plan<readonly CommandEnd[]> {
  const wanted = commands.filter((each) => each.command !== "Alert");
  // What a user was told or asked cannot be taken back.
  if (wanted.length < commands.length) return [];
  const undos = yield* undosOf(wanted);
  return yield* byTakingBack(wanted.map(plannedCommand), (index) => undos[index] ?? null);
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

/** Done; also true of a command that was not sent, and of a group whose commands the server sent. */
function isWell({ status, by }: Step): boolean {
  return by !== "nobody" && (by === "server" || status === null || isDone(status));
}

function meaningOf(status: number | null): string {
  if (status === null) return "Not sent: a command before it was not done";
  return status === 0 ? "The device gave no status" : statusMeaning(status).meaning;
}
