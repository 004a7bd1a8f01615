import type { ALERT, Chal, Command, Cred, StatusCommand, SyncHdr, SyncmlMessage } from "../syncml";
import type { OutstandingCommands, SessionState, StepInput } from "./contract";
import { estimateCommand, estimateFrame } from "./octet-estimate";
import type { RunBook } from "./run-book";
import { type MessageRoom, sendCommands } from "./send-commands";
import type { Verdict } from "./statuses";
import { replyVersion } from "./versions";

/** What a reply says besides commands. */
export interface ReplyDraft {
  readonly headerStatus: number;
  readonly chal?: Chal | undefined;
  readonly verdicts: readonly Verdict[];
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
    commands.push({ name: "Alert", cmdId: String(commands.length + 1), data: draft.alert, items: [] });
  }
  return { header: headerOf(input, state, draft, hasNext), commands, final };
}

/** A reply that brings what the runs want; without `outstanding` they want nothing now, and the session is over. */
export function composePackage(
  input: StepInput,
  state: SessionState,
  draft: ReplyDraft,
  book: RunBook,
): { readonly reply: SyncmlMessage; readonly outstanding: readonly OutstandingCommands[] } {
  const statuses = statusCommands(input, draft);
  const header = headerOf(input, state, draft, true);
  const room = roomBeside(input, state, header, statuses);
  const { commands, outstanding } = sendCommands(book, room, state, input.limits);
  const reply: SyncmlMessage = {
    header: outstanding.length > 0 ? header : headerOf(input, state, draft, false),
    commands: [...statuses, ...commands],
    final: true,
  };
  return { reply, outstanding };
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
    objectOctetsMax: state.deviceMaxObjSize,
    nextCmdId: statuses.length + 1,
  };
}

function headerOf(input: StepInput, state: SessionState, draft: ReplyDraft, hasNext: boolean): SyncHdr {
  const { message, server, limits } = input;
  const { locName, cred } = draft;
  return {
    ...replyVersion(message.header),
    sessionId: message.header.sessionId,
    msgId: String(state.serverMsgId),
    target: { locUri: message.header.source.locUri },
    source: locName === undefined ? { locUri: server.uri } : { locUri: server.uri, locName },
    ...(hasNext && { respUri: server.respUri }),
    ...(cred && { cred }),
    ...(draft.announcesSizes && { meta: { maxMsgSize: limits.maxMsgSize, maxObjSize: limits.maxObjSize } }),
  };
}

/** The Status of the header, which repeats its Target and Source, then those of the commands in their order. */
function statusCommands(input: StepInput, draft: ReplyDraft): Command[] {
  const { header } = input.message;
  const msgRef = header.msgId;
  const commands: Command[] = [
    status("1", msgRef, { cmdRef: "0", cmd: "SyncHdr", status: draft.headerStatus }, draft.chal, header),
  ];
  for (const verdict of draft.verdicts) commands.push(status(String(commands.length + 1), msgRef, verdict));
  return commands;
}

const NO_REFS: readonly string[] = [];
const NO_ITEMS: StatusCommand["items"] = [];

function status(cmdId: string, msgRef: string, verdict: Verdict, chal?: Chal, header?: SyncHdr): StatusCommand {
  return {
    name: "Status",
    cmdId,
    msgRef,
    cmdRef: verdict.cmdRef,
    cmd: verdict.cmd,
    targetRefs: header ? [header.target.locUri] : NO_REFS,
    sourceRefs: header ? [header.source.locUri] : NO_REFS,
    ...(chal && { chal }),
    data: verdict.status,
    items: NO_ITEMS,
  };
}
