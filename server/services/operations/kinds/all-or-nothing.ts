import type { NodeCommand } from "../../../oma-dm";
import { atomically, type CommandAnswer, type GroupAnswer, isDone, type Plan, together } from "../plans";

/** Commands of one Atomic; more are done one by one from the start. */
const ATOMIC_COMMANDS_MAX = 40;

/** What became of one command: `undone` says who took it back, or that nobody could. */
export interface CommandEnd {
  /** DM status code; 0 when the device gave none, null when it was not sent. */
  readonly status: number | null;
  readonly undone: "device" | "server" | "failed" | null;
}

/** Of a command that was sent by itself. */
export function endOf(answer: CommandAnswer | undefined): CommandEnd {
  return { status: answer?.status ?? 0, undone: null };
}

/** Of one that was not sent. */
export const NOT_SENT: CommandEnd = { status: null, undone: null };

export interface AllOrNothing {
  /** Who saw to it: the device by an Atomic, or the server by taking back what was done. */
  readonly by: "device" | "server";
  /** DM status code of the Atomic; 0 when the device gave none, null when none was sent. */
  readonly status: number | null;
  /** In the order of the commands. */
  readonly ends: readonly CommandEnd[];
}

/** Codes by which an Atomic says what became of the commands in it [OMA-TS-DM_RepPro 1.2.1, Atomic]. */
const ROLLED_BACK = 216;
const ROLL_BACK_FAILED = 516;
const NOT_KNOWN: ReadonlySet<number> = new Set([406, 501]);
/** Also said of an Atomic that failed: then a command in it says why. */
const MAYBE_NOT_KNOWN: ReadonlySet<number> = new Set([500, 507]);

/**
 * Runs commands all or none, in their order: in an Atomic where the device knows it, else one by one until one is
 * refused, taking back those before it. What an Atomic left done though it failed is taken back too. Where a command
 * could not be taken back (`undoOf` gives null) and the device knows no Atomic, nothing is sent.
 */
export function* allOrNothing(
  commands: readonly NodeCommand[],
  undoOf: (index: number) => NodeCommand | null,
): Plan<AllOrNothing> {
  const group = commands.length <= ATOMIC_COMMANDS_MAX ? yield* atomically(commands) : null;
  if (group && !isGroupNotKnown(group)) {
    const statuses = group.answers.map(({ status }) => status);
    const isFailed = !group.lost && statuses.some((status) => status !== 0 && !isDone(status));
    const ends = isFailed ? yield* takeBack(statuses, undoOf) : statuses.map((status) => ({ status, undone: null }));
    return { by: "device", status: group.status, ends };
  }
  const status = group && group.by !== "server" ? group.status : null;
  return { by: "server", status, ends: yield* byTakingBack(commands, undoOf) };
}

/**
 * The same without an Atomic: one by one until one is refused, taking back those before it. Where one could not be taken
 * back, nothing is sent.
 */
export function* byTakingBack(
  commands: readonly NodeCommand[],
  undoOf: (index: number) => NodeCommand | null,
): Plan<readonly CommandEnd[]> {
  const canUndo = commands.every((_, index) => undoOf(index) !== null);
  const statuses = canUndo ? yield* untilRefused(commands) : commands.map(() => null);
  const isAllDone = statuses.every((one) => one !== null && isDone(one));
  return isAllDone ? statuses.map((status) => ({ status, undone: null })) : yield* takeBack(statuses, undoOf);
}

/** Whether the device does not do such groups at all, or the server could not send this one; nothing of it has run. */
export function isGroupNotKnown({ lost, by, status, answers }: GroupAnswer): boolean {
  if (by === "server") return true;
  if (lost || answers.some((answer) => hasRun(answer.status))) return false;
  if (NOT_KNOWN.has(status)) return true;
  return MAYBE_NOT_KNOWN.has(status) && !answers.some((answer) => isCulprit(answer.status, status));
}

function hasRun(status: number): boolean {
  return isDone(status) || status === ROLLED_BACK || status === ROLL_BACK_FAILED;
}

/** Whether a command inside says why the Atomic failed, in place of repeating what it says as a whole. */
function isCulprit(status: number, ofGroup: number): boolean {
  return status >= 400 && status !== ofGroup && !NOT_KNOWN.has(status);
}

/** One by one; those behind a refused one, or one without an answer, are not sent. */
function* untilRefused(commands: readonly NodeCommand[]): Plan<readonly (number | null)[]> {
  const statuses: (number | null)[] = commands.map(() => null);
  for (const [index, command] of commands.entries()) {
    const [answer] = yield* together([command]);
    statuses[index] = answer?.status ?? 0;
    if (!isDone(statuses[index] ?? 0)) break;
  }
  return statuses;
}

/** Takes back, the last first, what was done and what the device itself could not take back. */
function* takeBack(
  statuses: readonly (number | null)[],
  undoOf: (index: number) => NodeCommand | null,
): Plan<readonly CommandEnd[]> {
  const ends = statuses.map((status): CommandEnd => ({ status, undone: status === ROLLED_BACK ? "device" : null }));
  for (let index = statuses.length - 1; index >= 0; index -= 1) {
    const status = statuses[index] ?? null;
    if (status === null || !(isDone(status) || status === ROLL_BACK_FAILED)) continue;
    const command = undoOf(index);
    const [answer] = command ? yield* together([command]) : [];
    ends[index] = { status, undone: answer && isDone(answer.status) ? "server" : "failed" };
  }
  return ends;
}
