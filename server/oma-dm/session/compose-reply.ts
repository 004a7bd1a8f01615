import type { Building } from "../building";
import {
  ALERT,
  type Chal,
  type Command,
  type Cred,
  type StatusCommand,
  type SyncHdr,
  type SyncmlMessage,
} from "../syncml";
import type { OutstandingCommands, SessionState, StepInput } from "./contract";
import type { InterruptedObject } from "./hear-parts";
import type { MessageRoom } from "./message-room";
import { estimateCommand, estimateFrame } from "./octet-estimate";
import type { RunBook } from "./run-book";
import { type Sent, sendCommands } from "./send-commands";
import type { Verdict } from "./statuses";
import { replyVersion } from "./versions";

/** What a reply says besides commands. */
export interface ReplyDraft {
  readonly headerStatus: number;
  readonly chal?: Chal | undefined;
  readonly verdicts: readonly Verdict[];
  /** Objects of the device that it did not finish. */
  readonly interrupted?: readonly InterruptedObject[] | undefined;
  readonly cred?: Cred | undefined;
  /** Name of the server, given to a device that is authenticated. */
  readonly locName?: string | undefined;
  /** Next Message or Session Abort. */
  readonly alert?: typeof ALERT.nextMessage | typeof ALERT.sessionAbort | undefined;
  /** The server's sizes are announced until the device is authenticated. */
  readonly announcesSizes: boolean;
}

/** A reply that sends no command. `hasNext`: the session goes on, so the device is told where. */
export function composeAnswer(
  input: StepInput,
  state: SessionState,
  draft: ReplyDraft,
  { hasNext, final }: { readonly hasNext: boolean; readonly final: boolean },
): SyncmlMessage {
  const commands = statusCommands(input, draft);
  if (draft.alert !== undefined) {
    commands.push(alertCommand(commands.length + 1, draft.alert));
  }
  return { header: headerOf(input, state, draft, hasNext), commands, final };
}

export interface Package extends Pick<Sent, "outstanding" | "isCrowded" | "wanted"> {
  readonly reply: SyncmlMessage;
}

/**
 * A reply that brings what the runs want; without `outstanding` they want nothing now, and the session is over. Where the
 * statuses leave no room for commands, it is Next Message, and the commands follow. `goesOn`: an object under way.
 */
export function composePackage(
  input: StepInput,
  state: SessionState,
  draft: ReplyDraft,
  book: RunBook,
  goesOn: OutstandingCommands | null,
): Package {
  const statuses = statusCommands(input, draft);
  const header = headerOf(input, state, draft, true);
  const room = roomBeside(input, state, header, statuses);
  const { commands, outstanding, isPart, isCrowded, wanted } = sendCommands(book, room, state, input.limits, goesOn);
  if (isCrowded) {
    statuses.push(alertCommand(statuses.length + 1, ALERT.nextMessage));
    return { reply: { header, commands: statuses, final: false }, outstanding, isCrowded };
  }
  const reply: SyncmlMessage = {
    header: outstanding.length > 0 ? header : headerOf(input, state, draft, false),
    commands: [...statuses, ...commands],
    final: !isPart,
  };
  return wanted ? { reply, outstanding, isCrowded, wanted } : { reply, outstanding, isCrowded };
}

/** Statuses that a message has at least: of the header, and of the Alert and the Replace of package 1. */
const STATUSES_USUAL = 3;

function roomBeside(input: StepInput, state: SessionState, header: SyncHdr, statuses: readonly Command[]): MessageRoom {
  const { encoding, limits } = input;
  const octetsMax = Math.min(limits.replyOctetsMax, state.deviceMaxMsgSize || limits.replyOctetsMax);
  let octets = octetsMax - estimateFrame(header, encoding);
  let octetsOfEmptyMessage = octets;
  for (const [position, status] of statuses.entries()) {
    const size = estimateCommand(status, encoding);
    octets -= size;
    if (position < STATUSES_USUAL) octetsOfEmptyMessage -= size;
  }
  return {
    encoding,
    octets,
    octetsOfEmptyMessage,
    objectOctetsMax: state.deviceMaxObjSize || undefined,
    content: input.content,
    nextCmdId: statuses.length + 1,
  };
}

function headerOf(input: StepInput, state: SessionState, draft: ReplyDraft, hasNext: boolean): SyncHdr {
  const { message, server, limits } = input;
  const { locName, cred } = draft;
  const { verDtd, verProto } = replyVersion(message.header);
  const header: Building<SyncHdr> = {
    verDtd,
    verProto,
    sessionId: message.header.sessionId,
    msgId: String(state.serverMsgId),
    target: { locUri: message.header.source.locUri },
    source: locName === undefined ? { locUri: server.uri } : { locUri: server.uri, locName },
  };
  if (hasNext) header.respUri = server.respUri;
  if (cred) header.cred = cred;
  if (draft.announcesSizes) header.meta = { maxMsgSize: limits.maxMsgSize, maxObjSize: limits.maxObjSize };
  return header;
}

/**
 * The Status of the header, which repeats its Target and Source, then those of the commands in their order; behind them
 * No End of Data for each object that was broken off.
 */
function statusCommands(input: StepInput, draft: ReplyDraft): Command[] {
  const { header } = input.message;
  const msgRef = header.msgId;
  const commands: Command[] = [
    status("1", msgRef, { cmdRef: "0", cmd: "SyncHdr", status: draft.headerStatus }, draft.chal, header),
  ];
  for (const verdict of draft.verdicts) commands.push(status(String(commands.length + 1), msgRef, verdict));
  for (const { uri } of draft.interrupted ?? NOTHING_INTERRUPTED) {
    const items = uri === undefined ? NO_ITEMS : [{ source: { locUri: uri } }];
    commands.push(alertCommand(commands.length + 1, ALERT.noEndOfData, items));
  }
  return commands;
}

function alertCommand(cmdId: number, data: string, items: StatusCommand["items"] = NO_ITEMS): Command {
  return { name: "Alert", cmdId: String(cmdId), data, items };
}

const NO_REFS: readonly string[] = [];
const NO_ITEMS: StatusCommand["items"] = [];
const NOTHING_INTERRUPTED: readonly InterruptedObject[] = [];

function status(cmdId: string, msgRef: string, verdict: Verdict, chal?: Chal, header?: SyncHdr): StatusCommand {
  const command: Building<StatusCommand> = {
    name: "Status",
    cmdId,
    msgRef,
    cmdRef: verdict.cmdRef,
    cmd: verdict.cmd,
    targetRefs: header ? [header.target.locUri] : NO_REFS,
    sourceRefs: header ? [header.source.locUri] : NO_REFS,
    data: verdict.status,
    items: NO_ITEMS,
  };
  if (chal) command.chal = chal;
  return command;
}
