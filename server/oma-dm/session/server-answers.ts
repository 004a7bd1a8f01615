import { type Bounds, commandStateOctets, entryStateOctets, type MessageRoom } from "./message-room";
import { objectData } from "./object-data";
import { estimateCommand } from "./octet-estimate";
import { isProperty, syncmlCommand, syncmlGroup, valueCommand } from "./planned-command";
import type { RunBook } from "./run-book";
import { isValueCommand, PART_OCTETS_MIN } from "./send-part";
import { STATUS } from "./statuses";
import { isOldVersion } from "./versions";
import type { Answer, PlannedCommand, Progress, ValueCommand } from "./work";

/** How often a run may have commands answered by the server itself in one message. */
const SELF_ANSWERS_MAX = 20;

/**
 * What the run wants, once it knows which of its commands can never be sent to this device. The server answers these in
 * the device's place, and the run is asked again.
 */
export function askRun(book: RunBook, task: string, bounds: Bounds): Progress {
  let progress = book.progress(task);
  for (let round = 0; round < SELF_ANSWERS_MAX && progress.kind === "commands"; round += 1) {
    const answers = refusalsOf(progress, bounds, task, book);
    if (answers.length === 0) return progress;
    progress = book.give(task, answers);
  }
  return progress.kind === "commands" ? { kind: "ended" } : progress;
}

type Commands = Extract<Progress, { kind: "commands" }>;

const NONE: readonly Answer[] = [];

function refusalsOf(progress: Commands, bounds: Bounds, task: string, book: RunBook): readonly Answer[] {
  const { step, commands, group } = progress;
  if (group) {
    const status = book.refusal(task, { name: group }) ?? groupRefusal(progress, bounds, task);
    if (status === null) return NONE;
    const indexes = [...commands.map(({ index }) => index), commands.length];
    return indexes.map((index) => ({ kind: "status", step, index, status, by: "server" }));
  }
  let answers: Answer[] | null = null;
  for (const { index, command } of commands) {
    const status = book.refusal(task, command) ?? refusalOf(command, bounds);
    if (status === null) continue;
    answers ??= [];
    answers.push({ kind: "status", step, index, status, by: "server" });
  }
  return answers ?? NONE;
}

/** A group is never cut: not by messages, and not by the limit on commands. */
function groupRefusal(
  { commands, group }: Commands,
  { room, state, limits, stateOctets }: Bounds,
  task: string,
): number | null {
  if (!group) return null;
  for (const { command } of commands) {
    const status = isOldVersion(state) ? unknownToOld(command) : null;
    if (status !== null) return status;
    if (isValueCommand(command) && exceedsObject(command, room)) return STATUS.entityTooLarge;
    if (isValueCommand(command) && typeof command.data !== "string") return STATUS.entityTooLarge;
  }
  const octets = estimateCommand(syncmlGroup(group, commands, SOME_CMD_ID), room.encoding);
  const isTooMuch =
    octets > room.octetsOfEmptyMessage ||
    commands.length + 1 > limits.commandsPerMessageMax ||
    entryStateOctets(task) + (commands.length + 1) * commandStateOctets(commands.length) > stateOctets;
  return isTooMuch ? STATUS.entityTooLarge : null;
}

/** Longest CmdID that the engine writes. */
const SOME_CMD_ID = 9_999;
/** What one character may come to at most, escaped, and what a command is besides its texts. */
const CHARACTER_OCTETS_MAX = 8;
const COMMAND_OCTETS = 1_024;
/** Messages of a session that are not there for the parts of an object. */
const MESSAGES_BESIDE_PARTS = 10;

/** The status of a command that can never be sent to this device; null when it can. */
function refusalOf(planned: PlannedCommand, bounds: Bounds): number | null {
  const { room, state, limits } = bounds;
  if (isOldVersion(state)) {
    const status = unknownToOld(planned);
    if (status !== null) return status;
  }
  if (isValueCommand(planned)) {
    if (exceedsObject(planned, room)) return STATUS.entityTooLarge;
    if (fitsRoughly(planned, room)) return null;
    if (!needsParts(planned, room)) return null;
    return partsOf(planned, room) <= limits.messagesMax - MESSAGES_BESIDE_PARTS ? null : STATUS.entityTooLarge;
  }
  if (fitsRoughly(planned, room)) return null;
  const octets = estimateCommand(syncmlCommand(planned, String(SOME_CMD_ID)), room.encoding);
  return octets > room.octetsOfEmptyMessage ? STATUS.entityTooLarge : null;
}

/** The device's MaxObjSize counts octets as carried. */
function exceedsObject(planned: ValueCommand, { objectOctetsMax, encoding }: MessageRoom): boolean {
  if (objectOctetsMax === undefined) return false;
  const { data } = planned;
  if (typeof data === "string" && data.length * CHARACTER_OCTETS_MAX <= objectOctetsMax) return false;
  return objectData(planned, encoding, undefined).carriedOctets > objectOctetsMax;
}

/** Whether the command fits into an empty message beyond doubt, which is cheaper to see than how large it is. */
function fitsRoughly(planned: PlannedCommand, room: MessageRoom): boolean {
  return COMMAND_OCTETS + CHARACTER_OCTETS_MAX * charactersOf(planned) < room.octetsOfEmptyMessage;
}

function charactersOf(planned: PlannedCommand): number {
  if (planned.name === "Alert") return planned.texts.reduce((sum, text) => sum + text.length, planned.options.length);
  const from = "from" in planned ? planned.from.length : 0;
  const data = "data" in planned ? planned.data : undefined;
  const characters = typeof data === "object" ? Number.MAX_SAFE_INTEGER : (data?.length ?? 0);
  return planned.uri.length + from + characters;
}

/** Whether a value does not fit into a message of its own. A content always takes the way of the parts. */
export function needsParts(planned: ValueCommand, room: MessageRoom): boolean {
  if (typeof planned.data !== "string") return true;
  if (fitsRoughly(planned, room)) return false;
  return estimateCommand(syncmlCommand(planned, String(SOME_CMD_ID)), room.encoding) > room.octetsOfEmptyMessage;
}

/** Messages that the parts of a value take; no number of them is enough where not even a small part fits. */
function partsOf(planned: ValueCommand, room: MessageRoom): number {
  const { carriedOctets } = objectData(planned, room.encoding, undefined);
  const frame = valueCommand(planned, String(SOME_CMD_ID), { data: "", size: carriedOctets, moreData: true });
  const octetsEach = room.octetsOfEmptyMessage - estimateCommand(frame, room.encoding);
  const isWhole = carriedOctets <= octetsEach;
  if (octetsEach < PART_OCTETS_MIN || (!isWhole && isProperty(planned.uri))) return Number.POSITIVE_INFINITY;
  return Math.ceil(carriedOctets / octetsEach);
}

const TREE_TYPE = /^application\/vnd\.syncml\.dmtnds\+/i;

/** DM 1.1.2 has no serialised trees. */
function unknownToOld(planned: PlannedCommand): number | null {
  if (planned.name === "Get" && planned.uri.includes("?list=TNDS")) return STATUS.optionalFeatureNotSupported;
  return isValueCommand(planned) && planned.type && TREE_TYPE.test(planned.type) ? STATUS.unsupportedType : null;
}
