import { z } from "zod";
import type { Answer } from "../../oma-dm";
import { DECODE_LIMITS } from "../../oma-dm/decode-limits";
import { DeviceSessionView } from "./schemas";
import { SESSION_LIMITS } from "./session-limits";

/**
 * A session as a file: JSON lines, UTF-8, one message a line in the order in which they went over the wire; the first
 * line may tell of the session instead. Fields that are not named here are left alone. Documented in
 * docs/operating.md, "A recorded session". Imports no database: the command line reads it too.
 */

/** Both directions of the longest session there can be. */
const MESSAGES_MAX = 2 * SESSION_LIMITS.messagesMax;
const LINE_OCTETS_MAX = 4 * Math.ceil(DECODE_LIMITS.octetsMax / 3) + 4_096;
/** Octets of a whole recorded session. */
export const RECORDED_SESSION_OCTETS_MAX = 64 * 1_048_576;

/** Tasks that one session can do something of, and what each can be given by others meanwhile. */
export const WORK_MAX = 500;
export const GIFTS_MAX = 2_000;

const ExchangeNumber = z
  .number()
  .int()
  .min(1)
  .max(SESSION_LIMITS.messagesMax + 1);

/** What a plan can be given; what each kind holds is known to the plan that stored it. */
const RecordedAnswer = z
  .looseObject({ kind: z.enum(["status", "nodes", "alert", "timeout", "push", "offer", "report", "lost"]) })
  .transform((answer) => answer as unknown as Answer);

/** One attempt of a task that the session did something of. Exchanges count from 1. */
const RecordedWork = z.object({
  operationId: z.uuid(),
  attempt: z.number().int().min(1),
  kind: z.string().max(64),
  kindVersion: z.number().int(),
  /** As stored, secrets masked. */
  params: z.unknown(),
  /** The exchange from which on the task was among the device's work, and the one from which on it was no more. */
  from: ExchangeNumber,
  until: ExchangeNumber.optional(),
  /** What its plan was given before, and between exchanges by something else than the device. */
  given: z.array(z.object({ before: ExchangeNumber, answers: z.array(RecordedAnswer).max(GIFTS_MAX) })).max(GIFTS_MAX),
  /** Commands that an earlier session had left unanswered, as the first exchange took them. */
  lost: z.array(z.object({ step: z.number().int(), index: z.number().int(), unrun: z.literal(true).optional() })),
});
export type RecordedWork = z.infer<typeof RecordedWork>;

/** What may be told of the session, each fact where it is known; `work` is what it takes to run it again. */
const RecordedFacts = z.object({
  session: DeviceSessionView.extend({ devId: z.string().max(200) }).partial(),
  work: z.array(RecordedWork).max(WORK_MAX).optional(),
});
export type RecordedFacts = z.infer<typeof RecordedFacts>["session"];

/** One HTTP body; `direction` names who sent it. */
const RecordedMessage = z.object({
  at: z.iso.datetime({ error: "is not an instant such as 2026-01-31T12:00:00Z" }),
  direction: z.enum(["device", "server"]),
  contentType: z.string().max(200).optional(),
  body: z.base64({ error: "is not base64" }),
  /** Long values were cut when it was kept. */
  isCut: z.boolean().optional(),
});

/** `line` counts from 1; `offset` is where the line begins, in octets of the input. */
interface Place {
  readonly line: number;
  readonly offset: number;
}

export interface ReadRecordedMessage extends Place, Omit<z.infer<typeof RecordedMessage>, "body"> {
  readonly body: Uint8Array;
}

export interface RecordedSession {
  readonly facts: RecordedFacts | null;
  /** null: the recording does not tell what work there was. */
  readonly work: readonly RecordedWork[] | null;
  readonly messages: readonly ReadRecordedMessage[];
}

/** What there is too much of in the work of a session for `readRecordedSession` to take it; null: nothing. */
export function tooMuchIn(work: readonly Pick<RecordedWork, "given">[]): string | null {
  if (work.length > WORK_MAX) return `more than ${WORK_MAX} tasks`;
  const isTooMuch = work.some(
    ({ given }) => given.length > GIFTS_MAX || given.some(({ answers }) => answers.length > GIFTS_MAX),
  );
  return isTooMuch ? `a task that was given more than ${GIFTS_MAX} things` : null;
}

/** A recording cannot be read, or a message of it cannot. */
export class RecordedSessionError extends Error {
  constructor({ line, offset }: Place, detail: string) {
    super(`line ${line} at octet ${offset}: ${detail}`);
    this.name = "RecordedSessionError";
  }
}

/** Reads a recording. Empty lines are skipped. Throws RecordedSessionError at the first line that is wrong. */
export function readRecordedSession(octets: Uint8Array): RecordedSession {
  let facts: RecordedFacts | null = null;
  let work: readonly RecordedWork[] | null = null;
  const messages: ReadRecordedMessage[] = [];
  for (const { text, ...place } of linesOf(octets)) {
    const value = parseJson(text, place);
    if (place.line === 1 && typeof value === "object" && value !== null && "session" in value) {
      const told = checked(RecordedFacts, value, place);
      facts = told.session;
      work = told.work ?? null;
      continue;
    }
    if (messages.length === MESSAGES_MAX) throw new RecordedSessionError(place, `more than ${MESSAGES_MAX} messages`);
    const message = checked(RecordedMessage, value, place);
    messages.push({ ...place, ...message, body: new Uint8Array(Buffer.from(message.body, "base64")) });
  }
  if (messages.length === 0) throw new RecordedSessionError({ line: 1, offset: 0 }, "there is no message");
  return { facts, work, messages };
}

const LINE_FEED = 0x0a;

function* linesOf(octets: Uint8Array): Generator<Place & { readonly text: string }> {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  if (octets.length > RECORDED_SESSION_OCTETS_MAX) {
    throw new RecordedSessionError({ line: 1, offset: 0 }, `more than ${RECORDED_SESSION_OCTETS_MAX} octets`);
  }
  for (let offset = 0, line = 1; offset < octets.length; line += 1) {
    const found = octets.indexOf(LINE_FEED, offset);
    const end = found < 0 ? octets.length : found;
    // The first line may hold values of several messages: what tasks were given before.
    if (line > 1 && end - offset > LINE_OCTETS_MAX) {
      throw new RecordedSessionError({ line, offset }, `a line of more than ${LINE_OCTETS_MAX} octets`);
    }
    const text = decoded(utf8, octets.subarray(offset, end), { line, offset }).trim();
    if (text !== "") yield { text, line, offset };
    offset = end + 1;
  }
}

function decoded(utf8: TextDecoder, octets: Uint8Array, place: Place): string {
  try {
    return utf8.decode(octets);
  } catch {
    throw new RecordedSessionError(place, "not UTF-8");
  }
}

function parseJson(text: string, place: Place): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RecordedSessionError(place, "not a JSON object");
  }
}

function checked<T extends z.ZodType>(schema: T, value: unknown, place: Place): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new RecordedSessionError(place, field === "" ? "not a JSON object" : `${field}: ${issue?.message}`);
}

/** A recording as text. `messages` are those of `readRecordedSession` with their bodies in base64. */
export function writeRecordedSession(
  facts: z.input<typeof RecordedFacts>,
  messages: readonly z.input<typeof RecordedMessage>[],
): string {
  return [facts, ...messages].map((line) => `${JSON.stringify(line)}\n`).join("");
}
