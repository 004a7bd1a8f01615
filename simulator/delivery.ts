import { setTimeout as sleep } from "node:timers/promises";
import type { Encoding } from "../server/oma-dm/element";
import type { Fault } from "./faults";
import type { HttpExchange, HttpReply } from "./http-exchange";
import type { FleetStatistics } from "./statistics";
import { MEDIA_TYPES } from "./wire";

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
  readonly encoding: Encoding;
  readonly fault: Fault;
  readonly statistics: FleetStatistics;
  readonly stopped: AbortSignal;
}

/**
 * Brings a message to the server and its answer back, through the faults of the line. Throws DeliveryError, and
 * AbortError when the fleet is stopped.
 */
export async function deliver(context: DeliveryContext, url: string, octets: Uint8Array): Promise<Uint8Array> {
  const { http, encoding, fault, statistics } = context;
  if (fault("dropConnection")) {
    await http.postAndDrop(url, MEDIA_TYPES[encoding], octets);
    statistics.retransmissions += 1;
  }
  const reply = await postUntilAnswered(context, url, octets);
  if (fault("repeatRequest")) {
    statistics.retransmissions += 1;
    const again = await postUntilAnswered(context, url, octets);
    if (!Buffer.from(again).equals(reply)) statistics.unequalRepeats += 1;
  }
  return reply;
}

async function postUntilAnswered(context: DeliveryContext, url: string, octets: Uint8Array): Promise<Uint8Array> {
  const { http, encoding, statistics, stopped } = context;
  let problem = "";
  for (const pauseMs of [...RETRY_PAUSES_MS, null]) {
    stopped.throwIfAborted();
    const reply = await http.post(url, MEDIA_TYPES[encoding], octets).catch((error: Error) => error);
    if (!(reply instanceof Error) && reply.status === 200) return reply.octets;
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

function pauseOf(reply: HttpReply | Error, pauseMs: number): number {
  const asked = reply instanceof Error ? null : reply.retryAfterSeconds;
  return Math.min(asked === null ? pauseMs : Math.max(asked * 1_000, pauseMs), PAUSE_MS_MAX);
}
