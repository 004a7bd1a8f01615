import { hash } from "node:crypto";
import { z } from "zod";
import type { SessionState } from "../../oma-dm";
import type { Sealer } from "../secrets";
import { shortenBody } from "./shorten-body";

/**
 * An exchange as it is kept: the first octet names its form, then the request, then the reply; sealed, and bound to its
 * device and its place in the session. `RAW` is no more than that. `TOLD` has facts before the request: a length of 4
 * octets and JSON.
 *
 * The reply is always kept whole, for a repeated message has to get the same octets again; it is bounded by
 * `replyOctetsMax`. A request beyond `keptOctetsMax` is kept shortened, with the digest that a repetition is known by.
 */
const RAW = 0;
const TOLD = 1;
const LENGTH_OCTETS = 4;

/** Commands that went out in a reply: the key of their task's run, the CmdID of the first, and how many in a row. */
const SentCommands = z.tuple([z.string(), z.number().int(), z.number().int()]);
export type SentCommands = z.infer<typeof SentCommands>;

const ExchangeFacts = z.object({
  sent: z.array(SentCommands).readonly().optional(),
  /** Only where the request was cut: octets that are kept of it, and SHA-256 of all in hex. */
  kept: z.number().int().optional(),
  sha256: z.string().optional(),
});
type ExchangeFacts = z.infer<typeof ExchangeFacts>;

export interface ExchangePlace {
  readonly deviceId: string;
  readonly sessionKey: string;
  readonly msgNo: number;
}

/** An exchange that is to be kept. `state`: the engine's after it; null where the session is over. */
export interface KeptExchange {
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
  readonly state: SessionState | null;
  readonly keptOctetsMax: number;
}

export interface OpenedExchange {
  /** As it came, or shortened where `isCut`. */
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
  readonly isCut: boolean;
  /** The commands of tasks in the reply. */
  readonly sent: readonly SentCommands[];
  /** Whether these are the octets of the whole request. */
  isRequest(octets: Uint8Array): boolean;
}

export function sealExchange(sealer: Sealer, place: ExchangePlace, exchange: KeptExchange): Uint8Array {
  const { reply, state } = exchange;
  const isCut = exchange.request.length > exchange.keptOctetsMax;
  const request = isCut ? shortenBody(exchange.request, exchange.keptOctetsMax) : exchange.request;
  const sent = state && state.outstanding.length > 0 ? sentIn(state) : NOTHING_SENT;
  const facts = sent.length > 0 || isCut ? factOctets(exchange, sent, isCut ? request.length : null) : null;
  const from = facts ? 1 + LENGTH_OCTETS + facts.length : 1;
  const body = Buffer.allocUnsafe(from + request.length + reply.length);
  body[0] = facts ? TOLD : RAW;
  if (facts) {
    body.writeUInt32BE(facts.length, 1);
    body.set(facts, 1 + LENGTH_OCTETS);
  }
  body.set(request, from);
  body.set(reply, from + request.length);
  return sealer.seal("dm_messages.body", rowOf(place), body);
}

const NOTHING_SENT: readonly SentCommands[] = [];

/** `kept`: octets of the request that are left of it; null: all. */
function factOctets({ request }: KeptExchange, sent: readonly SentCommands[], kept: number | null): Buffer {
  const facts: ExchangeFacts = {};
  if (sent.length > 0) facts.sent = sent;
  if (kept !== null) {
    facts.kept = kept;
    facts.sha256 = hash("sha256", request, "hex");
  }
  return Buffer.from(JSON.stringify(facts));
}

/** What went out in the state's last message; earlier commands may still be unanswered. */
function sentIn({ outstanding, serverMsgId }: SessionState): readonly SentCommands[] {
  return outstanding
    .filter((entry) => entry.msgId === serverMsgId)
    .map((entry) => [entry.task, entry.firstCmdId, entry.indexes.length]);
}

/** Throws EnvelopeError when the row was changed or moved. */
export function openExchange(
  sealer: Sealer,
  row: ExchangePlace & { readonly requestLength: number; readonly body: Uint8Array },
): OpenedExchange {
  const octets = sealer.open("dm_messages.body", rowOf(row), row.body);
  const body = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const { facts, from } = factsOf(body);
  const end = from + (facts.kept ?? row.requestLength);
  const request = body.subarray(from, end);
  const { sha256 } = facts;
  return {
    request,
    reply: body.subarray(end),
    isCut: sha256 !== undefined,
    sent: facts.sent ?? [],
    isRequest: (octets) =>
      sha256 === undefined
        ? Buffer.compare(request, octets) === 0
        : octets.length === row.requestLength && hash("sha256", octets, "hex") === sha256,
  };
}

function factsOf(body: Buffer): { readonly facts: ExchangeFacts; readonly from: number } {
  if (body[0] === RAW) return { facts: {}, from: 1 };
  if (body[0] !== TOLD) throw new Error(`Unknown form ${body[0]} of a kept message.`);
  const from = 1 + LENGTH_OCTETS + body.readUInt32BE(1);
  return { facts: ExchangeFacts.parse(JSON.parse(body.toString("utf8", 1 + LENGTH_OCTETS, from))), from };
}

function rowOf({ deviceId, sessionKey, msgNo }: ExchangePlace): string {
  return `${deviceId}|${sessionKey}|${msgNo}`;
}
