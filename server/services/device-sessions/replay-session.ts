import { isDeepStrictEqual } from "node:util";
import {
  type ContentSlice,
  DecodeError,
  type OutstandingCommands,
  type SessionState,
  type StepOutput,
  type SyncmlMessage,
  step,
  type TaskRun,
  wantsParts,
} from "../../oma-dm";
import { type Capability, capabilityOf } from "../capabilities";
import { findKind } from "../operations/kinds";
import { startPlanRun } from "../operations/plans";
import { withInner } from "./asked-commands";
import { downloadUrl, STAND_IN_DOWNLOAD_TOKEN } from "./download-url";
import {
  type ReadRecordedMessage,
  type RecordedSession,
  RecordedSessionError,
  type RecordedWork,
} from "./recorded-session";
import { contentsOf, replayedSlice } from "./replayed-content";
import {
  asRecorded,
  type Opening,
  replayedCredentials,
  replayedProof,
  restoredMessage,
  STAND_IN_NONCE,
  STAND_IN_TOKEN,
} from "./replayed-proof";
import { runKey } from "./run-key";
import { isOverdue, newSessionContext } from "./session-context";
import { SESSION_LIMITS } from "./session-limits";
import { sparing } from "./spared-runs";
import { type ReadMessage, readWire, writeWire } from "./wire";

/** Where a replay first differs. `replayed` is null where the session was over already. */
export interface ReplayDifference {
  /** From 1. */
  readonly exchange: number;
  readonly recorded: ReadMessage;
  readonly replayed: ReadMessage | null;
}

/** `exchanges`: how many were equal. */
export interface ReplayVerdict {
  readonly exchanges: number;
  readonly difference: ReplayDifference | null;
}

interface Exchange {
  readonly request: ReadRecordedMessage;
  readonly at: Date;
  readonly reply: ReadMessage;
  /** Masked once more by itself alone, as the replay's is that it is compared with. */
  readonly shownReply: ReadMessage;
}

/** What one exchange leaves to the next. */
interface Thread {
  readonly state: SessionState | null;
  readonly parts: readonly Uint8Array[];
  readonly startedAt: Date | null;
  readonly lastAt: Date | null;
}

const WHOLE_RECORDING = { line: 1, offset: 0 };

/**
 * Runs a recorded session again: the engine is given the device's messages and the work there was, and its replies are
 * compared with the recorded ones, secrets masked in both.
 *
 * Throws RecordedSessionError where the recording is not enough: no work is told, a message was cut or cannot be read, or
 * a kind of work is unknown here.
 */
export function replaySession(recorded: RecordedSession): ReplayVerdict {
  const exchanges = exchangesOf(recorded);
  const told = workOf(recorded);
  const opening = openingOf(exchanges);
  const work = new ReplayedWork(told, recorded.facts?.devId ?? "", opening.reply.header.source.locUri);
  const contents = contentsOf(told);
  const lastAsked = lastAskedIn(exchanges);
  let thread: Thread = { state: null, parts: [], startedAt: null, lastAt: null };
  for (const [index, exchange] of exchanges.entries()) {
    const number = index + 1;
    const difference = { exchange: number, recorded: exchange.shownReply };
    if (number > 1 && thread.state === null) return { exchanges: index, difference: { ...difference, replayed: null } };
    const runs = work.at(number, (capability) => (lastAsked.get(capability) ?? 0) < number);
    const content = replayedSlice(thread.state, runs, contents, exchange.reply.message);
    const { output, reply } = stepAgain(exchange, opening, thread, runs, number === 1 ? work.lost() : [], content);
    if (!isDeepStrictEqual(reply.message, exchange.shownReply.message)) {
      return { exchanges: index, difference: { ...difference, replayed: reply } };
    }
    thread = {
      state: output.state,
      parts: partsAfter(thread.parts, output),
      startedAt: thread.startedAt ?? exchange.at,
      lastAt: exchange.at,
    };
  }
  return { exchanges: exchanges.length, difference: null };
}

function exchangesOf({ messages }: RecordedSession): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  for (let index = 0; index < messages.length; index += 2) {
    const request = messages[index];
    const reply = messages[index + 1];
    if (request?.direction !== "device" || reply?.direction !== "server") {
      throw new RecordedSessionError(request ?? WHOLE_RECORDING, "a message of the device and its answer are expected");
    }
    if (request.isCut) throw new RecordedSessionError(request, "long values were cut, so it cannot be run again");
    const [read, shownReply] = [readRecorded(reply, readWire), readRecorded(reply, asRecorded)];
    exchanges.push({ request, at: new Date(request.at), reply: read, shownReply });
  }
  return exchanges;
}

/**
 * The last exchange, counted from 1, in which the server asked for each of what not every device knows. What the device was
 * known not to know at the time is not recorded; it shows in this that the server asked for it no more, from some exchange on.
 */
function lastAskedIn(exchanges: readonly Exchange[]): ReadonlyMap<Capability, number> {
  const last = new Map<Capability, number>();
  for (const [index, { reply }] of exchanges.entries()) {
    for (const command of reply.message.commands.flatMap(withInner)) {
      for (const capability of capabilitiesOf(command)) last.set(capability, index + 1);
    }
  }
  return last;
}

function capabilitiesOf(command: SyncmlMessage["commands"][number]): readonly Capability[] {
  const { name } = command;
  if (name === "Copy" || name === "Atomic" || name === "Sequence") return [name];
  if (name !== "Get") return [];
  return command.items.flatMap(({ target }) => capabilityOf({ name, uri: target?.locUri ?? "" }) ?? []);
}

function readRecorded(message: ReadRecordedMessage, read: (octets: Uint8Array) => ReadMessage): ReadMessage {
  try {
    return read(message.body);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new RecordedSessionError(message, `body: ${error.message}`);
  }
}

function workOf({ work }: RecordedSession): readonly RecordedWork[] {
  if (!work) {
    throw new RecordedSessionError(
      WHOLE_RECORDING,
      "work: what there was to do is not told, so nothing can be run again",
    );
  }
  return work;
}

function openingOf([first]: readonly Exchange[]): Opening {
  if (!first) throw new RecordedSessionError(WHOLE_RECORDING, "there is no message");
  return { request: readRecorded(first.request, readWire).message, reply: first.reply.message };
}

/** The plans of the session's tasks, given what they were given by others than the device when the time for it comes. */
class ReplayedWork {
  readonly #entries: readonly { readonly told: RecordedWork; readonly key: string; run: TaskRun | null }[];
  readonly #devId: string;
  readonly #dmUrl: string;

  constructor(work: readonly RecordedWork[], devId: string, dmUrl: string) {
    this.#dmUrl = dmUrl;
    this.#entries = work.map((told) => ({ told, key: runKey(told), run: null }));
    this.#devId = devId;
  }

  /** Those that the device has at this exchange, in their order. `isMissing`: what the device was known not to know. */
  at(exchange: number, isMissing: (capability: Capability) => boolean): readonly TaskRun[] {
    return this.#entries.flatMap((entry) => {
      const { from, until = Number.POSITIVE_INFINITY, given } = entry.told;
      if (exchange < from || exchange >= until) return [];
      const answers = given.flatMap((gift) =>
        gift.before === exchange || (!entry.run && gift.before < exchange) ? gift.answers : [],
      );
      if (entry.run) entry.run.give(answers);
      else entry.run = startPlanRun({ ...this.#planOf(entry.told), key: entry.key, answers });
      const { sparesDevices = false } = this.#kindOf(entry.told);
      return [sparesDevices ? sparing(entry.run, sparesDevices, isMissing) : entry.run];
    });
  }

  #kindOf({ kind: name, kindVersion }: RecordedWork) {
    const kind = findKind(name, kindVersion);
    if (kind) return kind;
    throw new RecordedSessionError(WHOLE_RECORDING, `work: ${name} version ${kindVersion} is unknown here`);
  }

  #planOf(told: RecordedWork) {
    const { params, attempt } = told;
    const kind = this.#kindOf(told);
    const downloadUrlOf = () => downloadUrl(this.#dmUrl, STAND_IN_DOWNLOAD_TOKEN);
    return { kind, device: { devId: this.#devId }, params, attempt, downloadUrlOf };
  }

  /** What an earlier session had left unanswered. */
  lost(): readonly OutstandingCommands[] {
    return this.#entries.flatMap(({ told, key }) =>
      told.lost.map(({ step: number, index, unrun }) => ({
        task: key,
        step: number,
        msgId: 0,
        firstCmdId: 0,
        indexes: [index],
        // Which of them may or may not have run was decided then.
        ...(unrun ? { part: { octets: 0 } } : { group: true as const }),
      })),
    );
  }
}

function stepAgain(
  { request, at, reply: recorded }: Exchange,
  opening: Opening,
  thread: Thread,
  work: readonly TaskRun[],
  abandoned: readonly OutstandingCommands[],
  content: ContentSlice | null,
): { readonly output: StepOutput; readonly reply: ReadMessage } {
  const { message, problems, encoding } = readRecorded(request, (octets) =>
    restoredMessage(octets, thread.state ? opening : null),
  );
  const { uri, state } = { uri: opening.reply.header.source.locUri, state: thread.state ?? openedState(opening) };
  const overdue = isOverdue({ sessionStartedAt: thread.startedAt, lastContactAt: thread.lastAt }, at.getTime());
  const output = step({
    state,
    abandoned,
    message,
    problems,
    encoding,
    work,
    ...(content && { content }),
    parts: wantsParts(state, message) ? Buffer.concat(thread.parts) : null,
    credentials: replayedCredentials(opening),
    transport: replayedProof(opening, request.body),
    nonces: { client: STAND_IN_NONCE, challenge: STAND_IN_NONCE },
    limits: overdue ? { ...SESSION_LIMITS, messagesMax: 0 } : SESSION_LIMITS,
    server: { uri, respUri: `${uri}?s=${STAND_IN_TOKEN}` },
  });
  if (output.wanted)
    throw new RecordedSessionError(request, "a content was to go out here that the recorded answer does not hold");
  return { output, reply: asRecorded(writeWire(output.reply, recorded.encoding)) };
}

/** Of a session whose device was challenged first: those messages are not kept, but they were counted. */
function openedState({ request, reply }: Opening): SessionState | null {
  const challenges = Number(reply.header.msgId) - 1;
  if (!(challenges > 0)) return null;
  const token = { kind: "challenge" as const, deviceId: "", challenges, serverMsgId: challenges, evidence: null };
  return newSessionContext(null, token, request, "").state;
}

function partsAfter(before: readonly Uint8Array[], { effects, state }: StepOutput): readonly Uint8Array[] {
  let parts = state ? [...before] : [];
  for (const effect of effects) {
    if (effect.kind === "parts_over") parts = [];
    else if (effect.kind === "part") parts = effect.n === 0 ? [effect.octets] : [...parts, effect.octets];
  }
  return parts;
}
