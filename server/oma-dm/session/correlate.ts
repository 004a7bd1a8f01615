import type { Item, ResultsCommand, StatusCommand, SyncmlMessage } from "../syncml";
import { canonicalUri } from "../tree";
import type { OutstandingCommands, SessionState } from "./contract";
import { readNode } from "./node-reading";
import type { RunBook } from "./run-book";
import { isServerRefusal } from "./server-proof";
import { STATUS } from "./statuses";
import type { Answer, NodeReading } from "./work";

export interface Correlation {
  /** What is still to be answered. */
  readonly outstanding: readonly OutstandingCommands[];
  readonly nodes: readonly NodeReading[];
  /** CmdIDs of Results that were refused: the server takes no large objects from a device. */
  readonly tooLarge: ReadonlySet<string>;
  /** Whether the device answered a command that was sent to it. */
  readonly isHeard: boolean;
}

export interface PackageFacts {
  /** The device's package is complete: what it did not answer now, it never will. */
  readonly isComplete: boolean;
  /** The device refused the server: what it did not run for that reason is to be sent again. */
  readonly isServerRefused: boolean;
}

/** One outstanding command and what this message says of it. */
interface Slot {
  readonly task: string;
  readonly step: number;
  readonly index: number;
  /** Its Status, a 200, came in an earlier message; its Results did not. */
  readonly isHeld: boolean;
  isDone: boolean;
  status: number | null;
  /** The Status named the command's own URI, so no other Status for the command counts. */
  isExact: boolean;
  nodes: NodeReading[] | null;
  isTooLarge: boolean;
}

/**
 * Finds the answers to the outstanding commands in a message and gives them to their runs. Status and Results are told
 * by (MsgRef, CmdRef); where a command got several Statuses, the one whose TargetRef is the command's URI counts, else
 * the first that is final. Answers to commands that were never sent are ignored. A Get that was answered 200 without
 * Results keeps waiting for them until the package is complete.
 */
export function correlate(
  state: SessionState,
  message: SyncmlMessage,
  facts: PackageFacts,
  book: RunBook,
): Correlation {
  const slots = new Map<number, Slot>();
  for (const entry of state.outstanding) openSlots(entry, slots);
  const msgId = state.outstanding[0]?.msgId ?? -1;
  const nodes: NodeReading[] = [];
  const tooLarge = new Set<string>();
  let isHeard = false;
  for (const command of message.commands) {
    if (command.name !== "Status" && command.name !== "Results") continue;
    const slot = slotOf(command, msgId, slots);
    if (command.name === "Results" && hasChunk(command.items)) {
      tooLarge.add(command.cmdId);
      if (slot) slot.isTooLarge = true;
    }
    if (!slot || slot.isDone) continue;
    isHeard = true;
    if (command.name === "Status") takeStatus(slot, command, book);
    else takeResults(slot, command, book, nodes);
  }
  settle(slots, facts, book);
  return { outstanding: facts.isComplete ? [] : stillOutstanding(state.outstanding, slots), nodes, tooLarge, isHeard };
}

function openSlots(entry: OutstandingCommands, slots: Map<number, Slot>): void {
  const { task, step } = entry;
  for (const [offset, index] of entry.indexes.entries()) {
    slots.set(entry.firstCmdId + offset, {
      task,
      step,
      index,
      isHeld: entry.held?.includes(offset) ?? false,
      isDone: entry.done?.includes(offset) ?? false,
      status: null,
      isExact: false,
      nodes: null,
      isTooLarge: false,
    });
  }
}

/** Some clients leave MsgRef out of Results; only one message has outstanding commands, so it must be meant. */
function slotOf(
  command: StatusCommand | ResultsCommand,
  msgId: number,
  slots: ReadonlyMap<number, Slot>,
): Slot | undefined {
  if (command.msgRef !== "" && Number(command.msgRef) !== msgId) return undefined;
  return command.cmdRef === "" ? undefined : slots.get(Number(command.cmdRef));
}

function hasChunk(items: readonly Item[]): boolean {
  return items.some((item) => item.moreData === true);
}

function takeStatus(slot: Slot, status: StatusCommand, book: RunBook): void {
  const code = Number.isNaN(status.data) ? 0 : status.data;
  if (slot.status === null) slot.status = code;
  else if (slot.isExact) return;
  const isProgress = slot.status >= 100 && slot.status < 200;
  if (isProgress) slot.status = code;
  const [targetRef] = status.targetRefs;
  if (targetRef === undefined) return;
  const command = book.commandAt(slot.task, slot.step, slot.index);
  if (command === null || canonicalUri(targetRef) !== command.uri) return;
  slot.status = code;
  slot.isExact = true;
}

function takeResults(slot: Slot, results: ResultsCommand, book: RunBook, nodes: NodeReading[]): void {
  slot.nodes ??= [];
  const named = results.sourceRef ?? results.targetRef;
  const uri = (named && canonicalUri(named)) || (book.commandAt(slot.task, slot.step, slot.index)?.uri ?? null);
  for (const item of results.items) {
    const node = item.moreData ? null : readNode(item, results.meta, uri);
    if (!node) continue;
    slot.nodes.push(node);
    nodes.push(node);
  }
}

/** Gives the runs what is known now, task by task in the order of their commands. */
function settle(slots: ReadonlyMap<number, Slot>, facts: PackageFacts, book: RunBook): void {
  const answers = new Map<string, Answer[]>();
  for (const slot of slots.values()) {
    if (slot.isDone) continue;
    const status = settledStatus(slot, facts, book);
    if (status === null) continue;
    slot.isDone = true;
    if (status === "again") continue;
    const { task, step, index, nodes } = slot;
    const answer: Answer = { kind: "status", step, index, status, ...(nodes && nodes.length > 0 && { nodes }) };
    const list = answers.get(task);
    if (list) list.push(answer);
    else answers.set(task, [answer]);
  }
  for (const [task, list] of answers) book.give(task, list);
}

/** The status to give a command; "again" when it is to be sent again; null while more may come. */
function settledStatus(slot: Slot, facts: PackageFacts, book: RunBook): number | "again" | null {
  const { status, nodes } = slot;
  if (slot.isTooLarge) return STATUS.entityTooLarge;
  if (facts.isServerRefused && (status === null ? facts.isComplete && !slot.isHeld : isServerRefusal(status))) {
    return "again";
  }
  if (nodes) return status ?? STATUS.ok;
  if (status === null) {
    if (!facts.isComplete) return null;
    return slot.isHeld ? STATUS.ok : 0;
  }
  const mayHaveResults = status === STATUS.ok && book.commandAt(slot.task, slot.step, slot.index)?.name === "Get";
  return mayHaveResults && !facts.isComplete ? null : status;
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
    const { task, step, msgId, firstCmdId, indexes } = entry;
    return [
      {
        task,
        step,
        msgId,
        firstCmdId,
        indexes,
        ...(done.length > 0 && { done }),
        ...(held.length > 0 && { held }),
      },
    ];
  });
}
