import {
  ALERT,
  type Command,
  type Problem,
  type ResultsCommand,
  type StatusCommand,
  type SyncmlMessage,
} from "../syncml";
import { canonicalUri } from "../tree";
import type { OutstandingCommands, SessionState } from "./contract";
import type { PartsHeard } from "./hear-parts";
import { readNode } from "./node-reading";
import { isProperty } from "./planned-command";
import type { RunBook } from "./run-book";
import { isServerRefusal } from "./server-proof";
import { hasTooManyItems, STATUS } from "./statuses";
import type { Answer, NodeReading } from "./work";

export interface Correlation {
  /** What is still to be answered. */
  readonly outstanding: readonly OutstandingCommands[];
  /** The object sent in parts of which the device took the last one, or wants it from its beginning. */
  readonly goesOn: OutstandingCommands | null;
  readonly nodes: readonly NodeReading[];
  /** Nodes given in this package so far. */
  readonly nodeCount: number;
  /** Results that were refused, with the status they get; null: none. */
  readonly refused: ReadonlyMap<Command, number> | null;
  /** Whether the device answered a command that was sent to it. */
  readonly isHeard: boolean;
  /** It is the server's turn: the package is complete, or the server is in the middle of an object and was answered. */
  readonly isComplete: boolean;
}

export interface PackageFacts {
  /** The device's package is complete: what it did not answer now, it never will. */
  readonly isComplete: boolean;
  /** The device refused the server: what it did not run for that reason is to be sent again. */
  readonly isServerRefused: boolean;
  readonly problems: readonly Problem[];
  readonly parts: PartsHeard | null;
  /** Nodes that one package may bring. */
  readonly nodesMax: number;
}

/** An object that the device loses track of is begun again so often. */
const RESTARTS_MAX = 2;
/** The query of a Get for all that is below a node [OMA-TS-DM_TND 1.2.1, addressing]. */
const LIST = "?list=";
/** Items of a Status that are taken as what the user said. */
const SAID_ITEMS_MAX = 100;

/** One outstanding command and what this message says of it. */
interface Slot {
  readonly task: string;
  readonly step: number;
  readonly index: number;
  /** The whole of what was sent with it: the commands of a group share its fate. */
  readonly entry: OutstandingCommands;
  /** Its Status, a 200, came in an earlier message; its Results did not. */
  isHeld: boolean;
  isDone: boolean;
  status: number | null;
  /** The Status named the command's own URI, so no other Status for the command counts. */
  isExact: boolean;
  nodes: NodeReading[] | null;
  said: readonly string[] | null;
  /** More of its Results is to come: a part of an object was kept. */
  isPartial: boolean;
  refused: number | null;
}

type Settled = number | "again" | "by server" | null;

/**
 * Finds the answers to the outstanding commands in a message and gives them to their runs. Status and Results are told
 * by (MsgRef, CmdRef); where a command got several Statuses, the one whose TargetRef is the command's URI counts, else
 * the first that is final. Answers to commands that were never sent are ignored. A Get that was answered 200 without
 * Results keeps waiting for them until the package is complete, and so does one that may get more of them.
 */
export function correlate(
  state: SessionState,
  message: SyncmlMessage,
  facts: PackageFacts,
  book: RunBook,
): Correlation {
  const reading = new AnswerReading(state, facts, book);
  for (const command of message.commands) reading.hear(command);
  return reading.settle();
}

class AnswerReading {
  readonly #slots = new Map<number, Slot>();
  readonly #msgId: number;
  readonly #nodes: NodeReading[] = [];
  #nodeCount: number;
  #refused: Map<Command, number> | null = null;
  #isHeard = false;
  #wantsRestart = false;

  constructor(
    private readonly state: SessionState,
    private readonly facts: PackageFacts,
    private readonly book: RunBook,
  ) {
    for (const entry of state.outstanding) this.#openSlots(entry);
    this.#msgId = state.outstanding[0]?.msgId ?? -1;
    this.#nodeCount = state.nodes ?? 0;
  }

  hear(command: Command): void {
    if (command.name === "Alert" && command.data === ALERT.noEndOfData) this.#wantsRestart = true;
    if (command.name !== "Status" && command.name !== "Results") return;
    const slot = this.#slotOf(command);
    if (command.name === "Results" && this.#refuses(command, slot)) return;
    if (!slot || slot.isDone) return;
    this.#isHeard = true;
    if (command.name === "Status") this.#takeStatus(slot, command);
    else this.#takeResults(slot, command);
  }

  /** Gives the runs what is known now, task by task in the order of their commands. */
  settle(): Correlation {
    const { outstanding } = this.state;
    const part = outstanding[0]?.part ? this.#slots.get(outstanding[0].firstCmdId) : undefined;
    const isComplete = this.facts.isComplete || (part !== undefined && (part.status !== null || this.#wantsRestart));
    const goesOn = part && isComplete && !this.facts.isServerRefused ? this.#goesOn(part) : null;
    const answers = new Map<string, Answer[]>();
    for (const slot of this.#slots.values()) {
      if (slot.isDone || (goesOn && slot === part)) continue;
      const answer = this.#answerOf(slot, isComplete);
      if (!answer) continue;
      const list = answers.get(slot.task);
      if (list) list.push(answer);
      else answers.set(slot.task, [answer]);
    }
    for (const [task, list] of answers) this.book.give(task, list);
    return {
      outstanding: isComplete ? [] : stillOutstanding(outstanding, this.#slots),
      goesOn,
      nodes: this.#nodes,
      nodeCount: isComplete ? 0 : this.#nodeCount,
      refused: this.#refused,
      isHeard: this.#isHeard,
      isComplete,
    };
  }

  #openSlots(entry: OutstandingCommands): void {
    const { task, step } = entry;
    for (const [offset, index] of entry.indexes.entries()) {
      this.#slots.set(entry.firstCmdId + offset, {
        task,
        step,
        index,
        entry,
        isHeld: entry.held?.includes(offset) ?? false,
        isDone: entry.done?.includes(offset) ?? false,
        status: null,
        isExact: false,
        nodes: null,
        said: null,
        isPartial: false,
        refused: null,
      });
    }
  }

  /** Some clients leave MsgRef out of Results; only one message has outstanding commands, so it must be meant. */
  #slotOf(command: StatusCommand | ResultsCommand): Slot | undefined {
    if (command.msgRef !== "" && Number(command.msgRef) !== this.#msgId) return undefined;
    return command.cmdRef === "" ? undefined : this.#slots.get(Number(command.cmdRef));
  }

  /** Why Results are not taken: a large object in them was refused, or they bring more than a package may. */
  #refusalOf(results: ResultsCommand): number | null {
    const { parts, problems, nodesMax } = this.facts;
    const status = parts?.statuses.get(results);
    if (status !== undefined && status !== STATUS.partAccepted) return status;
    if (problems.length > 0 && hasTooManyItems(problems, results)) return STATUS.badRequest;
    return this.#nodeCount + results.items.length > nodesMax ? STATUS.entityTooLarge : null;
  }

  #refuses(results: ResultsCommand, slot: Slot | undefined): boolean {
    const status = this.#refusalOf(results);
    if (status === null) return false;
    this.#refused ??= new Map();
    this.#refused.set(results, status);
    // A broken object may be begun again, as long as the package goes on.
    const mayComeAgain = status === STATUS.sizeMismatch && this.facts.parts?.object?.refused === status;
    if (slot && !mayComeAgain) slot.refused = status;
    return true;
  }

  #takeStatus(slot: Slot, status: StatusCommand): void {
    const code = Number.isNaN(status.data) ? 0 : status.data;
    if (slot.status === null) slot.status = code;
    else if (slot.isExact) return;
    if (isProgress(slot.status)) slot.status = code;
    const command =
      status.items.length > 0 || status.targetRefs.length > 0
        ? this.book.commandAt(slot.task, slot.step, slot.index)
        : null;
    if (command === null) return;
    if (command.name === "Alert") {
      slot.said = saidIn(status);
      return;
    }
    const [targetRef] = status.targetRefs;
    if (targetRef === undefined || canonicalUri(targetRef) !== command.uri) return;
    slot.status = code;
    slot.isExact = true;
  }

  /** A property that is answered by the address of its node alone is not taken for the node's value. */
  #takeResults(slot: Slot, results: ResultsCommand): void {
    if (this.facts.parts?.statuses.get(results) === STATUS.partAccepted) slot.isPartial = true;
    slot.nodes ??= [];
    const ref = results.sourceRef ?? results.targetRef;
    const asked = this.#uriOf(slot);
    const uri = (ref && canonicalUri(ref)) || asked;
    const isList = asked?.includes(LIST) ?? false;
    for (const item of results.items) {
      const read = readNode(item, results.meta, uri);
      if (!read) continue;
      const isUntold = isList && item.data === undefined && read.format !== "node";
      const isAsked = asked !== null && isProperty(asked) && asked.startsWith(`${read.uri}?`);
      const named = isAsked ? { ...read, uri: asked } : read;
      const node: NodeReading = isUntold ? { ...named, untold: true } : named;
      slot.nodes.push(node);
      this.#nodes.push(node);
      this.#nodeCount += 1;
    }
  }

  #uriOf(slot: Slot): string | null {
    const command = this.book.commandAt(slot.task, slot.step, slot.index);
    return command === null || command.name === "Alert" ? null : command.uri;
  }

  #answerOf(slot: Slot, isComplete: boolean): Answer | null {
    const { step, index, nodes, said } = slot;
    const status = this.#settledStatus(slot, isComplete);
    const some = nodes && nodes.length > 0 && { nodes };
    if (status === null) {
      slot.isHeld ||= nodes !== null;
      return some ? { kind: "nodes", step, index, nodes: some.nodes } : null;
    }
    slot.isDone = true;
    if (status === "again") return null;
    if (status === "by server") return { kind: "status", step, index, status: STATUS.sizeMismatch, by: "server" };
    return { kind: "status", step, index, status, ...some, ...(said && { said }) };
  }

  /** The status to give a command; "again" when it is to be sent again; null while more may come. */
  #settledStatus(slot: Slot, isComplete: boolean): Settled {
    const { nodes, refused } = slot;
    const status = slot.status !== null && isProgress(slot.status) && !isComplete ? null : slot.status;
    if (this.facts.isServerRefused && this.#isUnheard(slot, isComplete)) return "again";
    if (refused !== null) return refused;
    if (slot.entry.part) return partStatus(status, this.#wantsRestart, isComplete);
    if (nodes) return isComplete || this.#isWhole(slot, nodes) ? (status ?? STATUS.ok) : null;
    if (status === null) {
      if (!isComplete) return null;
      return slot.isHeld ? (this.#brokenStatus(slot) ?? STATUS.ok) : 0;
    }
    if (status !== STATUS.ok || this.book.commandAt(slot.task, slot.step, slot.index)?.name !== "Get") return status;
    return isComplete ? (this.#brokenStatus(slot) ?? status) : null;
  }

  /** The device did not run the command because it does not know the server. A group was run as a whole or not. */
  #isUnheard({ status, isHeld, refused, entry }: Slot, isComplete: boolean): boolean {
    if (entry.group) return entry.done === undefined;
    return status === null ? isComplete && !isHeld && refused === null : isServerRefusal(status);
  }

  /** Whether what came is all there is: a Get without `?list=` is answered by its node, in one piece. */
  #isWhole(slot: Slot, nodes: readonly NodeReading[]): boolean {
    if (slot.isPartial || nodes.length === 0) return false;
    return this.#uriOf(slot)?.includes(LIST) !== true;
  }

  /** The Results of the command were a large object that broke, and was not begun again before the package was over. */
  #brokenStatus(slot: Slot): number | null {
    const { parts } = this.facts;
    const object = parts?.object ?? this.state.object;
    if (object?.name !== "Results" || object.refused === undefined) return null;
    return this.#slots.get(Number(object.cmdRef)) === slot ? object.refused : null;
  }

  /** A part that was taken calls for the next; a device that lost track gets the first one again. */
  #goesOn({ status, entry }: Slot): OutstandingCommands | null {
    if (status !== null && status !== STATUS.partAccepted) return null;
    const { part } = entry;
    if (!part || !(this.#wantsRestart || status === STATUS.partAccepted)) return null;
    if (!this.#wantsRestart) return entry;
    const restarts = (part.restarts ?? 0) + 1;
    return restarts > RESTARTS_MAX ? null : { ...entry, part: { octets: 0, restarts } };
  }
}

/** What a command that was cut off before its last part is answered: it has not run, whatever good the device says. */
function partStatus(status: number | null, wantsRestart: boolean, isComplete: boolean): Settled {
  if (status !== null && (status < 200 || status >= 300)) return status;
  if (status !== null || wantsRestart) return "by server";
  return isComplete ? 0 : null;
}

/** Whether the device only says that it goes on: a last word is to come, as long as its package is not complete. */
function isProgress(status: number): boolean {
  return status >= 100 && status < 200;
}

function saidIn(status: StatusCommand): readonly string[] {
  const said: string[] = [];
  for (const { data } of status.items.slice(0, SAID_ITEMS_MAX)) if (typeof data === "string") said.push(data);
  return said;
}

/** What is left of the outstanding commands, with what came for them so far. */
function stillOutstanding(
  outstanding: readonly OutstandingCommands[],
  slots: ReadonlyMap<number, Slot>,
): readonly OutstandingCommands[] {
  return outstanding.flatMap((entry) => {
    const done: number[] = [];
    const held: number[] = [];
    for (const offset of entry.indexes.keys()) {
      const slot = slots.get(entry.firstCmdId + offset);
      if (!slot || slot.isDone) done.push(offset);
      else if (slot.isHeld || slot.status === STATUS.ok) held.push(offset);
    }
    if (done.length === entry.indexes.length) return [];
    const { done: _done, held: _held, ...rest } = entry;
    return [{ ...rest, ...(done.length > 0 && { done }), ...(held.length > 0 && { held }) }];
  });
}
