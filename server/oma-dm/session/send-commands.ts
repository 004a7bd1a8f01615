import type { Command } from "../syncml";
import type { ContentWanted, OutstandingCommands, SentPart, SessionLimits, SessionState } from "./contract";
import { type Bounds, commandStateOctets, entryStateOctets, type MessageRoom } from "./message-room";
import { estimateCommand } from "./octet-estimate";
import { syncmlCommand, syncmlGroup } from "./planned-command";
import type { RunBook } from "./run-book";
import { isValueCommand, type PartSent, partCommand } from "./send-part";
import { askRun, needsParts } from "./server-answers";
import type { Progress, StepCommand } from "./work";

/** Octets of the state as JSON, of which a little is left for its numbers to grow and for what an open object needs. */
const STATE_OCTETS_MAX = 880;

export interface Sent {
  readonly commands: readonly Command[];
  readonly outstanding: readonly OutstandingCommands[];
  /** The server's package is not over: more parts of an object follow. */
  readonly isPart: boolean;
  /** There are commands, and no room for the first of them beside the statuses. */
  readonly isCrowded: boolean;
  readonly wanted?: ContentWanted;
}

/**
 * Takes commands from the runs, in their order, until the message, the session's state or the limit is full. Commands of
 * a second run join only while all the runs do nothing but read: a device may run the commands of a package in any order
 * [OMA-TS-DM_Protocol 1.2.1], and a run that has yet to write must have written before a later one reads. A value that is too large for a message goes out
 * alone, part by part; `goesOn` is the one under way. `state`: with nothing outstanding. A command that this device can never be sent is answered in its
 * place; the run is asked again.
 */
export function sendCommands(
  book: RunBook,
  room: MessageRoom,
  state: SessionState,
  limits: SessionLimits,
  goesOn: OutstandingCommands | null,
): Sent {
  if (!goesOn && !book.wantsCommands()) return NOTHING_WANTED;
  const stateOctets = STATE_OCTETS_MAX - JSON.stringify(state).length;
  const packing = new Packing(book, { room, state, limits, stateOctets });
  return (goesOn && packing.goOn(goesOn)) || packing.fill();
}

const NO_COMMANDS: readonly Command[] = [];
const NO_ENTRIES: readonly OutstandingCommands[] = [];
const NOTHING_WANTED: Sent = { commands: NO_COMMANDS, outstanding: NO_ENTRIES, isPart: false, isCrowded: false };

type Commands = Extract<Progress, { kind: "commands" }>;

/** One message being filled with commands. */
class Packing {
  readonly #commands: Command[] = [];
  readonly #outstanding: OutstandingCommands[] = [];
  #stateOctets: number;
  /** Something of a run did not go into the message. */
  #hasWaiting = false;

  constructor(
    private readonly book: RunBook,
    private readonly bounds: Bounds,
  ) {
    this.#stateOctets = bounds.stateOctets;
  }

  /** The next part of the object that is under way; null when nobody wants it any more. */
  goOn({ task, step, indexes, part }: OutstandingCommands): Sent | null {
    const [index] = indexes;
    const command = index === undefined ? null : this.book.commandAt(task, step, index);
    if (index === undefined || !part || !isValueCommand(command)) return null;
    if (this.book.refusal(task, command) !== null) return null;
    return this.#sendPart(task, step, index, partCommand(command, part, this.bounds.room));
  }

  fill(): Sent {
    let onlyReads = true;
    for (const task of this.book.tasks()) {
      if (this.book.isBehind(task)) continue;
      const progress = askRun(this.book, task, this.bounds);
      if (progress.kind !== "commands" || progress.commands.length === 0) continue;
      const isFirst = this.#commands.length === 0;
      const first = isFirst && !progress.group ? this.#partOfFirst(task, progress) : null;
      if (first) return first;
      if (!isFirst && !(onlyReads && this.book.onlyReads(task))) break;
      onlyReads &&= this.book.onlyReads(task);
      if (!this.#take(task, progress)) break;
    }
    return this.#sent();
  }

  #sent(): Sent {
    const isCrowded = this.#commands.length === 0 && this.#hasWaiting;
    return { commands: this.#commands, outstanding: this.#outstanding, isPart: false, isCrowded };
  }

  /** A first command that is too large for a message begins to go out by itself. */
  #partOfFirst(task: string, { step, commands }: Commands): Sent | null {
    const [first] = commands;
    const { room } = this.bounds;
    if (!first || !isValueCommand(first.command) || !needsParts(first.command, room)) return null;
    return this.#sendPart(task, step, first.index, partCommand(first.command, NOTHING_SENT, room));
  }

  #sendPart(task: string, step: number, index: number, sent: PartSent | null): Sent {
    const { room, state } = this.bounds;
    if (!sent || "wanted" in sent) {
      const nothing = { commands: NO_COMMANDS, outstanding: NO_ENTRIES, isPart: false, isCrowded: !sent };
      return sent ? { ...nothing, wanted: sent.wanted } : nothing;
    }
    const { command, part } = sent;
    const entry = { task, step, msgId: state.serverMsgId, firstCmdId: room.nextCmdId, indexes: [index] };
    this.book.markSent(task);
    return {
      commands: [command],
      outstanding: [part ? { ...entry, part } : entry],
      isPart: part !== null,
      isCrowded: false,
    };
  }

  /** Adds what fits of a step; false when it was not all of it. */
  #take(task: string, progress: Commands): boolean {
    const { room, state } = this.bounds;
    this.#stateOctets -= entryStateOctets(task);
    const firstCmdId = room.nextCmdId;
    const indexes = progress.group ? this.#takeGroup(progress) : this.#takeCommands(progress.commands);
    if (indexes.length > 0) {
      const entry = { task, step: progress.step, msgId: state.serverMsgId, firstCmdId, indexes };
      this.#outstanding.push(progress.group ? { ...entry, group: true } : entry);
      this.book.markSent(task);
    }
    const isAll = indexes.length >= progress.commands.length;
    this.#hasWaiting ||= !isAll;
    return isAll;
  }

  #takeCommands(commands: readonly StepCommand[]): number[] {
    const { room, limits } = this.bounds;
    const indexes: number[] = [];
    for (const { index, command } of commands) {
      this.#stateOctets -= commandStateOctets(index);
      if (this.#commands.length >= limits.commandsPerMessageMax || this.#stateOctets < 0) break;
      if (isValueCommand(command) && needsParts(command, room)) break;
      if (!this.#put(syncmlCommand(command, String(room.nextCmdId)), 1)) break;
      indexes.push(index);
    }
    return indexes;
  }

  /** The container's own index is the one behind those of its commands. */
  #takeGroup({ group = "Sequence", commands }: Commands): number[] {
    const { room } = this.bounds;
    const container = syncmlGroup(group, commands, room.nextCmdId);
    if (!this.#put(container, commands.length + 1)) return [];
    return [commands.length, ...commands.map(({ index }) => index)];
  }

  /** Adds a command that takes so many CmdIDs, if it fits. */
  #put(command: Command, cmdIds: number): boolean {
    const { room } = this.bounds;
    const octets = estimateCommand(command, room.encoding);
    if (octets > room.octets) return false;
    room.octets -= octets;
    room.nextCmdId += cmdIds;
    this.#commands.push(command);
    return true;
  }
}

const NOTHING_SENT: SentPart = { octets: 0 };
