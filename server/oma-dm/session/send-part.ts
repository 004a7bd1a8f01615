import type { Command } from "../syncml";
import type { ContentWanted, OutstandingCommands, SentPart, SessionLimits, SessionState } from "./contract";
import type { MessageRoom } from "./message-room";
import { objectData } from "./object-data";
import { estimateCommand } from "./octet-estimate";
import { type Piece, valueCommand } from "./planned-command";
import type { PlannedCommand, TaskRun, ValueCommand } from "./work";

/** Octets of a part that are worth a message. */
export const PART_OCTETS_MIN = 64;

/** `part`: how much is sent now; null when this is the last part, or the whole. "no room": not beside these statuses. */
export type PartSent =
  | { readonly command: Command; readonly part: SentPart | null }
  | { readonly wanted: ContentWanted };

/**
 * The next part of a value, as large as there is room for: the first one names the size of the whole, all but the last
 * say that more is to come [OMA-TS-DM_Protocol 1.2.1]. A value that fits is sent whole. null: there is no room for a part.
 */
export function partCommand(planned: ValueCommand, sent: SentPart, room: MessageRoom): PartSent | null {
  const data = objectData(planned, room.encoding, room.content);
  const from = sent.octets;
  const size = from === 0 ? data.carriedOctets : undefined;
  const commandOf = (piece: Piece): Command => valueCommand(planned, String(room.nextCmdId), piece);
  const frame = commandOf({ data: "", moreData: true, ...(size !== undefined && { size }) });
  const octetsMax = room.octets - estimateCommand(frame, room.encoding);
  let octets = Math.min(octetsMax, data.octets - from);
  // Text may grow when it is escaped, octets when they become text. What is taken off makes it at least as much shorter.
  while (octets >= Math.min(PART_OCTETS_MIN, data.octets - from)) {
    const taken = data.take(from, octets);
    if (!taken) return { wanted: { content: contentOf(planned), from, octets: octetsMax } };
    const isLast = from + taken.octets === data.octets;
    const command = commandOf(pieceOf(taken.data, isLast, size));
    const over = estimateCommand(command, room.encoding) - room.octets;
    if (over <= 0) return { command, part: isLast ? null : { ...sent, octets: from + taken.octets } };
    octets -= over;
  }
  return null;
}

function pieceOf(data: Piece["data"], isLast: boolean, size: number | undefined): Piece {
  if (isLast) return { data };
  return { data, moreData: true, ...(size !== undefined && { size }) };
}

function contentOf({ data }: ValueCommand): string {
  if (typeof data === "string") throw new TypeError("the data of the command itself is always at hand");
  return data.content;
}

export function isValueCommand(command: PlannedCommand | null): command is ValueCommand {
  return command?.name === "Add" || command?.name === "Replace";
}

/**
 * What of a content the next message will need when the device takes the part that is out; null where no content is being
 * sent. The service loads it before it steps.
 */
export function contentAhead(
  state: SessionState | null,
  work: readonly TaskRun[],
  limits: SessionLimits,
): ContentWanted | null {
  const [entry] = state?.outstanding ?? [];
  if (!state || !entry?.part) return null;
  const command = commandOf(entry, work);
  if (!isValueCommand(command) || typeof command.data === "string") return null;
  const octetsMax = Math.min(limits.replyOctetsMax, state.deviceMaxMsgSize || limits.replyOctetsMax);
  return { content: command.data.content, from: entry.part.octets, octets: octetsMax };
}

function commandOf(entry: OutstandingCommands, work: readonly TaskRun[]): PlannedCommand | null {
  const progress = work.find((run) => run.key === entry.task)?.progress();
  if (progress?.kind !== "commands" || progress.step !== entry.step) return null;
  return progress.commands.find(({ index }) => index === entry.indexes[0])?.command ?? null;
}
