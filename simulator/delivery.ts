import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./faults";
import type { HttpExchange, HttpReply } from "./http-exchange";
import type { FleetStatistics } from "./statistics";

/** Pauses before a message is sent again, octet by octet, when no answer came or the server was busy (5xx). */
const RETRY_PAUSES_MS = [200, 400, 800, 1_600, 3_200] as const;
const PAUSE_MS_MAX = 5_000;

/** The message could not be brought to the server, or it was not answered with a message. */
export class DeliveryError extends Error {
  constructor(
    readonly kind: "unreachable" | "rejected",
    message: string,
  ) {
    super(message);
    this.name = "DeliveryError";
  }
}

export interface DeliveryContext {
  readonly http: HttpExchange;
  readonly fault: Fault;
  readonly statistics: FleetStatistics;
  readonly stopped: AbortSignal;
}

/** A message as it goes over the line. */
export interface Envelope {
  readonly url: string;
  readonly contentType: string;
  readonly octets: Uint8Array;
}

/**
 * Brings a message to the server and its answer back, through the faults of the line. Throws DeliveryError, also where
 * the answer is of another media type than the message, and AbortError when the fleet is stopped.
 */
export async function deliver(context: DeliveryContext, envelope: Envelope): Promise<Uint8Array> {
  const { http, fault, statistics } = context;
  if (fault("dropConnection")) {
    await http.postAndDrop(envelope.url, envelope.contentType, envelope.octets);
    statistics.retransmissions += 1;
  }
  const reply = await postUntilAnswered(context, envelope);
  if (fault("repeatRequest")) {
    statistics.retransmissions += 1;
    const again = await postUntilAnswered(context, envelope);
    if (!Buffer.from(again).equals(reply)) statistics.unequalRepeats += 1;
  }
  return reply;
}

async function postUntilAnswered(context: DeliveryContext, envelope: Envelope): Promise<Uint8Array> {
  const { http, statistics, stopped } = context;
  const { url, contentType, octets } = envelope;
  let problem = "";
  for (const pauseMs of [...RETRY_PAUSES_MS, null]) {
    stopped.throwIfAborted();
    const reply = await http.post(url, contentType, octets).catch((error: Error) => error);
    if (!(reply instanceof Error) && reply.status === 200) return octetsOf(reply, contentType);
    if (!(reply instanceof Error) && reply.status < 500) {
      throw new DeliveryError("rejected", `The server answered HTTP ${reply.status}.`);
    }
    problem = reply instanceof Error ? reply.message : `The server answered HTTP ${reply.status}.`;
    if (pauseMs === null) break;
    await sleep(pauseOf(reply, pauseMs), undefined, { signal: stopped });
    statistics.retransmissions += 1;
  }
  throw new DeliveryError("unreachable", problem);
}

/** Some clients compare the media type of an answer letter by letter. */
function octetsOf(reply: HttpReply, contentType: string): Uint8Array {
  if (bareType(reply.contentType) === bareType(contentType)) return reply.octets;
  throw new DeliveryError("rejected", `The server answered a message of the type ${reply.contentType || "(none)"}.`);
}

function bareType(contentType: string): string {
  return (contentType.split(";")[0] ?? "").trim();
}

function pauseOf(reply: HttpReply | Error, pauseMs: number): number {
  const asked = reply instanceof Error ? null : reply.retryAfterSeconds;
  return Math.min(asked === null ? pauseMs : Math.max(asked * 1_000, pauseMs), PAUSE_MS_MAX);
}
