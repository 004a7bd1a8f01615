import { lookup } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { asFetchError, FetchError } from "./fetch-error";
import { keepConnections, openRequest } from "./open-request";
import { type AllowedHosts, checkAddresses, type Destination, destinationOf } from "./outbound-url";

export interface FetchBounds {
  /** Until the connection stands. */
  readonly connectMs: number;
  /** Between two signs of life of the other end. */
  readonly idleMs: number;
  readonly totalMs: number;
  /** Of the body. */
  readonly octetsMax: number;
  /** How often it may send on; each address is checked like the first. */
  readonly redirectsMax: number;
}

export interface FetchRequest {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly bounds: FetchBounds;
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

export interface FetchedAnswer {
  readonly status: number;
  readonly headers: Readonly<IncomingMessage["headers"]>;
  /** Octets that the other end announced; null where it did not. */
  readonly length: number | null;
  /** To be read to its end, or `close` is to be called. Throws FetchError. */
  readonly body: AsyncIterable<Uint8Array>;
  close(): void;
}

/**
 * The only way out for addresses that users give: https to a host all of whose addresses are of the public Internet,
 * connected to by the address that was checked. No redirects unless asked for, no cookies, no proxy of the environment.
 *
 * Throws FetchError.
 */
export type SafeFetch = (url: string, request: FetchRequest) => Promise<FetchedAnswer>;

export interface SafeFetchOptions {
  readonly allowed: AllowedHosts;
  /** All addresses of a name; the system's resolver unless given. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly open?: typeof openRequest;
  /** Connections are kept for the next request, for receivers that are sent to again and again. */
  readonly keepAlive?: boolean;
}

/** Whether an answer of this status refuses, so that the status is what counts of it (4xx and 5xx, RFC 9110 15.5). */
export function isRefusal(status: number): boolean {
  return status >= 400;
}
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function createSafeFetch(options: SafeFetchOptions): SafeFetch {
  const { allowed, resolve = resolveAll, open = openRequest, keepAlive = false } = options;
  const kept = keepAlive ? keepConnections() : null;
  return async (text, request) => {
    const { bounds } = request;
    const endsAt = performance.now() + bounds.totalMs;
    let next = text;
    for (let hops = 0; ; hops += 1) {
      const destination = destinationOf(next, allowed);
      const addresses = await addressesOf(destination, resolve, bounds.connectMs);
      const inTime = () => {
        const totalMs = Math.max(1, endsAt - performance.now());
        return { ...request, bounds: { ...bounds, totalMs } };
      };
      const answer = await open(destination, addresses, inTime(), kept).catch((error: unknown) => {
        // Nothing was answered on it: a new connection tells how things are, in the time that is left.
        if (asFetchError(error)?.code === "STALE") return open(destination, addresses, inTime());
        throw error;
      });
      if (!REDIRECTS.has(answer.status)) return checked(answer, bounds.octetsMax);
      answer.close();
      if (hops >= bounds.redirectsMax) throw new FetchError("REDIRECT", "The host sends on to another address.");
      next = targetOf(answer, destination);
    }
  };
}

async function addressesOf(
  destination: Destination,
  resolve: (host: string) => Promise<readonly string[]>,
  connectMs: number,
): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new FetchError("RESOLVE", "The host's name is not answered for.")), connectMs);
  });
  try {
    return checkAddresses(destination, await Promise.race([resolve(destination.host), late]));
  } catch (error) {
    throw asFetchError(error) ?? new FetchError("RESOLVE", "The host's name is not known.", error);
  } finally {
    clearTimeout(timer);
  }
}

async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function targetOf(answer: FetchedAnswer, { url }: Destination): string {
  const location = answer.headers.location;
  if (location === undefined || !URL.canParse(location, url)) {
    throw new FetchError("REDIRECT", "The host sends on, and does not say where to.");
  }
  return new URL(location, url).href;
}

/** Of an answer that refuses, the status is what counts: what comes with it may be long or packed, and is read within the bounds. */
function checked(answer: FetchedAnswer, octetsMax: number): FetchedAnswer {
  if (isRefusal(answer.status)) return answer;
  const encoding = answer.headers["content-encoding"] ?? "identity";
  const problem =
    encoding.toLowerCase() !== "identity"
      ? new FetchError("ENCODING", "The host sends octets that are packed.")
      : (answer.length ?? 0) > octetsMax
        ? new FetchError("TOO_LONG", `The host has more than ${octetsMax} octets to send.`)
        : null;
  if (problem === null) return answer;
  answer.close();
  throw problem;
}
