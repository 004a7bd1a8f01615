import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { BlockList, isIP, type Socket } from "node:net";
import { asFetchError, FetchError } from "./fetch-error";
import type { Destination } from "./outbound-url";
import type { FetchedAnswer, FetchRequest } from "./safe-fetch";

const HEADER_OCTETS_MAX = 16_384;
const FREE_CONNECTIONS_MAX = 8;
const FREE_MS = 10_000;

/** Connections that are kept for the next request to the same address under the same name. */
export interface KeptConnections {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

export function keepConnections(): KeptConnections {
  const options = { keepAlive: true, maxFreeSockets: FREE_CONNECTIONS_MAX, timeout: FREE_MS };
  return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

/**
 * Sends one request to the first of the addresses, which were checked, over a connection of its own unless some are kept; the
 * host's name stands in the header and in the TLS handshake, and its certificate is checked against it. Resolves with the
 * answer's head.
 *
 * Throws FetchError; STALE for a kept connection that the other end had closed.
 */
export function openRequest(
  destination: Destination,
  addresses: readonly string[],
  { method = "GET", headers = {}, body, bounds, signal }: FetchRequest,
  kept: KeptConnections | null = null,
): Promise<FetchedAnswer> {
  const { url, host, port, isTls } = destination;
  const [address = ""] = addresses;
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)({
      host: address,
      port,
      // No name in the handshake where there is none; Node then checks the certificate against the address.
      ...(isTls && isIP(host) === 0 && { servername: host }),
      path: `${url.pathname}${url.search}`,
      method,
      headers: { ...headers, Host: url.host, "Accept-Encoding": "identity", ...lengthOf(body) },
      agent: kept === null ? false : isTls ? kept.https : kept.http,
      maxHeaderSize: HEADER_OCTETS_MAX,
    });
    const ending: Ending = { reason: null };
    // Destroyed in the middle of its answer, a request says no more than that the connection ended.
    const end = (reason: FetchError) => {
      ending.reason ??= reason;
      request.destroy(reason);
    };
    const watch = watchTime(bounds, end);
    const fail = (error: unknown) => {
      watch.stop();
      const known = fetchErrorOf(ending.reason ?? error);
      const isStale = request.reusedSocket && ending.reason === null && known.code === "CUT";
      reject(isStale ? new FetchError("STALE", known.message, error) : known);
    };
    const abort = () => end(new FetchError("CUT", "It was given up."));
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
    request.once("close", () => {
      watch.stop();
      signal?.removeEventListener("abort", abort);
    });
    request.once("error", fail);
    request.once("socket", (socket) => {
      const check = () => {
        if (isSameAddress(socket, address)) watch.isConnected();
        else end(new FetchError("ADDRESS", "The connection leads somewhere else."));
      };
      if (socket.connecting) socket.once("connect", check);
      else check();
    });
    request.once("response", (response) => {
      watch.life();
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        length: announcedLength(response),
        body: octetsOf(response, bounds.octetsMax, watch, ending),
        close: () => request.destroy(),
      });
    });
    request.end(body);
  });
}

function lengthOf(body: Uint8Array | undefined): Record<string, string> {
  return body === undefined ? {} : { "Content-Length": String(body.length) };
}

/** Why we ended a request ourselves; null while we have not. */
interface Ending {
  reason: FetchError | null;
}

interface Watch {
  isConnected(): void;
  /** The other end said something. */
  life(): void;
  stop(): void;
}

function watchTime(bounds: FetchRequest["bounds"], late: (error: FetchError) => void): Watch {
  const timer = (ms: number, what: string) =>
    setTimeout(() => late(new FetchError("TIMEOUT", what)), Math.min(ms, TIMER_MS_MAX));
  const total = timer(bounds.totalMs, "It takes too long.");
  let idle = timer(bounds.connectMs, "The host does not take the connection.");
  const life = () => {
    clearTimeout(idle);
    idle = timer(bounds.idleMs, "The host went silent.");
  };
  return {
    isConnected: life,
    life,
    stop: () => {
      clearTimeout(total);
      clearTimeout(idle);
    },
  };
}

const TIMER_MS_MAX = 2_147_483_647;

async function* octetsOf(
  response: IncomingMessage,
  octetsMax: number,
  watch: Watch,
  ending: Ending,
): AsyncGenerator<Uint8Array> {
  let octets = 0;
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      watch.life();
      octets += chunk.length;
      if (octets > octetsMax) throw new FetchError("TOO_LONG", `The host sends more than ${octetsMax} octets.`);
      yield chunk;
    }
  } catch (error) {
    throw fetchErrorOf(ending.reason ?? error);
  } finally {
    response.destroy();
    watch.stop();
  }
}

function announcedLength(response: IncomingMessage): number | null {
  const text = response.headers["content-length"];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The kernel writes addresses its own way, so they are compared as addresses. */
function isSameAddress({ remoteAddress = "" }: Socket, address: string): boolean {
  if (remoteAddress === address) return true;
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const expected = new BlockList();
  expected.addAddress(address, family);
  return isIP(remoteAddress) !== 0 && expected.check(remoteAddress, isIP(remoteAddress) === 6 ? "ipv6" : "ipv4");
}

/** Errors of TLS by their codes: those of OpenSSL's verification, and Node's own. */
const TLS_CODES = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER|EPROTO/;

function fetchErrorOf(error: unknown): FetchError {
  const known = asFetchError(error);
  if (known) return known;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (TLS_CODES.test(code)) return new FetchError("TLS", "The host's certificate is not right.", error);
  if (code === "ECONNREFUSED" || code === "EHOSTUNREACH" || code === "ENETUNREACH") {
    return new FetchError("CONNECT", "The host does not take the connection.", error);
  }
  return new FetchError("CUT", "The connection ended too early.", error);
}
