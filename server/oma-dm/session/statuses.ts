import type { Command, Problem, SyncmlMessage } from "../syncml";

/** DM status codes that this server sends. Source: OMA-TS-DM_RepPro 1.2.1. */
export const STATUS = {
  ok: 200,
  acceptedForProcessing: 202,
  authenticationAccepted: 212,
  partAccepted: 213,
  badRequest: 400,
  invalidCredentials: 401,
  commandNotAllowed: 405,
  optionalFeatureNotSupported: 406,
  authenticationRequired: 407,
  incompleteCommand: 412,
  entityTooLarge: 413,
  uriTooLong: 414,
  unsupportedType: 415,
  sizeMismatch: 424,
  commandFailed: 500,
  notImplemented: 501,
} as const;

/** The status a command of the device gets. */
export interface Verdict {
  readonly cmdRef: string;
  readonly cmd: string;
  readonly status: number;
}

/**
 * One verdict for each command of the message, in their order. `judge` returns null for what gets no Status. What is
 * inside an Atomic or Sequence shares the status of the group. A command without CmdID cannot be referred to and gets
 * none.
 */
export function verdictsOf(message: SyncmlMessage, judge: (command: Command) => number | null): Verdict[] {
  const verdicts: Verdict[] = [];
  collect(message.commands, judge, verdicts);
  return verdicts;
}

function collect(commands: readonly Command[], judge: (command: Command) => number | null, into: Verdict[]): void {
  for (const command of commands) {
    const status = judge(command);
    if (status !== null && command.cmdId !== "") {
      into.push({ cmdRef: command.cmdId, cmd: command.name === "Unknown" ? command.element : command.name, status });
    }
    if (command.name === "Atomic" || command.name === "Sequence") {
      collect(command.commands, (inner) => (getsStatus(inner) ? status : null), into);
    }
  }
}

/** Gives every command the same status: a package is refused as a whole. */
export function refuseAll(message: SyncmlMessage, status: number): Verdict[] {
  return verdictsOf(message, (command) => (getsStatus(command) ? status : null));
}

/** Status and Results are answers themselves. */
function getsStatus(command: Command): boolean {
  return command.name !== "Status" && command.name !== "Results";
}

/** Whether only some of the items of a command were read. */
export function hasTooManyItems(problems: readonly Problem[], command: Command): boolean {
  return problems.some((problem) => problem.code === "too_many_items" && problem.cmdId === command.cmdId);
}
