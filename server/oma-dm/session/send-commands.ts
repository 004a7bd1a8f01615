import type { Encoding } from "../element";
import type { Command } from "../syncml";
import type { OutstandingCommands, SessionLimits, SessionState } from "./contract";
import { estimateCommand } from "./octet-estimate";
import { syncmlCommand } from "./planned-command";
import type { RunBook } from "./run-book";
import { STATUS } from "./statuses";
import type { Answer, PlannedCommand, Progress, StepCommand } from "./work";

/** Octets of the state as JSON, of which a little is left for its numbers to grow. */
const STATE_OCTETS_MAX = 960;
/** Octets of the names and numbers of one entry of `outstanding`, without its task and its commands. */
const ENTRY_OCTETS = 100;
/** Octets that a command may come to need in the lists of what was answered and what is held. */
const ANSWERED_OCTETS = 4;

/** How often a run may have commands answered by the server itself in one message. */
const SELF_ANSWERS_MAX = 20;

/** What is left for commands in one message. */
export interface MessageRoom {
  readonly encoding: Encoding;
  /** Octets left in this message. */
  octets: number;
  /** Octets for a command in a message that has nothing else to say: one that is larger can never be sent. */
  readonly octetsOfEmptyMessage: number;
  /** Octets of data in one object that the device takes; undefined when it named none. */
  readonly objectOctetsMax: number | undefined;
  nextCmdId: number;
}

export interface Sent {
  readonly commands: readonly Command[];
  readonly outstanding: readonly OutstandingCommands[];
}

/**
 * Takes commands from the runs, in their order, until the message, the session's state or the limit is full. Commands of
 * a second run join only while all are Gets: a device may run the commands of a package in any order
 * [OMA-TS-DM_Protocol 1.2.1], and only reading is the same in any order. A command that is too large for every message
 * to this device is answered 413 in its place; the run is asked again.
 */
export function sendCommands(book: RunBook, room: MessageRoom, state: SessionState, limits: SessionLimits): Sent {
  const commands: Command[] = [];
  const outstanding: OutstandingCommands[] = [];
  let stateOctets = STATE_OCTETS_MAX - JSON.stringify({ ...state, outstanding: [] }).length;
  for (const task of book.tasks()) {
    const progress = withoutTooLarge(book, task, room);
    if (progress.kind !== "commands" || progress.commands.length === 0) continue;
    const mayJoin = commands.length === 0 || (commands.every(isGet) && progress.commands.every(isPlannedGet));
    if (!mayJoin) break;
    stateOctets -= ENTRY_OCTETS + task.length;
    const firstCmdId = room.nextCmdId;
    const indexes: number[] = [];
    for (const { index, command } of progress.commands) {
      stateOctets -= String(index).length + 1 + ANSWERED_OCTETS;
      if (commands.length >= limits.commandsPerMessageMax || stateOctets < 0) break;
      if (!take(command, room, commands)) break;
      indexes.push(index);
    }
    if (indexes.length > 0) {
      outstanding.push({ task, step: progress.step, msgId: state.serverMsgId, firstCmdId, indexes });
      book.markSent(task);
    }
    if (indexes.length < progress.commands.length) break;
  }
  return { commands, outstanding };
}

function isGet(command: Command): boolean {
  return command.name === "Get";
}

function isPlannedGet({ command }: StepCommand): boolean {
  return command.name === "Get";
}

/** Adds the command if it fits. */
function take(planned: PlannedCommand, room: MessageRoom, commands: Command[]): boolean {
  const command = syncmlCommand(planned, String(room.nextCmdId));
  const octets = estimateCommand(command, room.encoding);
  if (octets > room.octets) return false;
  room.octets -= octets;
  room.nextCmdId += 1;
  commands.push(command);
  return true;
}

/** What the run wants, once it knows which of its commands can never be sent. */
function withoutTooLarge(book: RunBook, task: string, room: MessageRoom): Progress {
  let progress = book.progress(task);
  for (let round = 0; round < SELF_ANSWERS_MAX && progress.kind === "commands"; round += 1) {
    const { step } = progress;
    const answers: Answer[] = [];
    for (const { index, command } of progress.commands) {
      if (isTooLarge(command, room)) answers.push({ kind: "status", step, index, status: STATUS.entityTooLarge });
    }
    if (answers.length === 0) return progress;
    progress = book.give(task, answers);
  }
  return progress.kind === "commands" ? { kind: "ended" } : progress;
}

/** Longest CmdID that the engine writes. */
const SOME_CMD_ID = "9999";
/** What one character may come to at most, escaped, and what a command is besides its texts. */
const CHARACTER_OCTETS_MAX = 8;
const COMMAND_OCTETS = 1_024;

function isTooLarge(planned: PlannedCommand, room: MessageRoom): boolean {
  const data = "data" in planned ? (planned.data ?? "") : "";
  if (room.objectOctetsMax !== undefined && Buffer.byteLength(data) > room.objectOctetsMax) return true;
  const from = "from" in planned ? planned.from.length : 0;
  const roughly = COMMAND_OCTETS + CHARACTER_OCTETS_MAX * (planned.uri.length + from + data.length);
  if (roughly < room.octetsOfEmptyMessage) return false;
  const command = syncmlCommand(planned, SOME_CMD_ID);
  return estimateCommand(command, room.encoding) > room.octetsOfEmptyMessage;
}
