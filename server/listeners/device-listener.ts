import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import type { Socket } from "node:net";
import type { Log } from "../log";
import type { Metrics } from "../metrics";
import { networkOf } from "../services/attempts";
import { type DeviceRequest, type DeviceResponse, MAC_HEADER } from "../services/device-sessions";
import type { DeviceBounds } from "./device-bounds";
import { certificateOf, type DeviceTls, isLegacy } from "./device-tls";
import { type Listener, openPort } from "./listener";
import { discardBody, readBody } from "./read-body";
import type { SourceAddresses } from "./source-address";
import { createSourceBudget, type SourceBudget } from "./source-budget";

export interface DeviceListenerOptions {
  readonly host: string;
  readonly port: number;
  /** null or absent: plain HTTP. */
  readonly tls?: DeviceTls | null;
  readonly bounds: DeviceBounds;
  readonly sources: SourceAddresses;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Whether a Content-Type is one that a message may have. */
  isMessageType(contentType: string): boolean;
  /** Answers one message; may throw, the device then gets 500, or 503 where the database is away. */
  handleMessage(request: DeviceRequest): Promise<DeviceResponse>;
  /** Whether an error means that the database cannot be reached just now. */
  isTemporary(error: unknown): boolean;
}

/** Why a request is refused before the engine sees it. `bound` is the label in the metrics. */
interface Refusal {
  readonly status: number;
  readonly bound: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const PATH = "/dm";
/** A refused body up to this long is read to its end, so that its sender sees the answer. */
const DISCARDED_OCTETS_MAX = 1_048_576;
const CONNECTIONS_CHECKED_EVERY_MS = 1_000;

/**
 * The port that faces the devices: POST /dm and nothing else, no cookies, no console. Every bound refuses before
 * anything is allocated for what is beyond it. [HTTP binding; docs/operating.md "Device listener"]
 */
export async function openDeviceListener(options: DeviceListenerOptions): Promise<Listener> {
  const { bounds } = options;
  const httpOptions = {
    headersTimeout: bounds.headersTimeoutMs,
    requestTimeout: bounds.requestTimeoutMs,
    keepAliveTimeout: bounds.keepAliveMs,
    maxHeaderSize: bounds.headerOctetsMax,
    connectionsCheckingInterval: CONNECTIONS_CHECKED_EVERY_MS,
  };
  const listen = (request: IncomingMessage, response: ServerResponse) => void answer(request, response, false);
  const server = options.tls
    ? secureServer({ ...httpOptions, ...options.tls, handshakeTimeout: bounds.headersTimeoutMs }, listen, options)
    : createServer(httpOptions, listen);
  server.maxConnections = bounds.connectionsMax;
  // Node drops what is beyond its count in silence: let one more through, which is refused with an answer.
  server.maxHeadersCount = bounds.headersMax + 1;
  server.setTimeout(bounds.silenceMs);
  server.on("connection", limitPerAddress(bounds.connectionsPerAddressMax));
  server.on("checkContinue", (request, response) => void answer(request, response, true));
  const starts = createSourceBudget(bounds.sessionStartsPerMinuteMax);
  let underWay = 0;

  async function answer(request: IncomingMessage, response: ServerResponse, asksFirst: boolean): Promise<void> {
    const refusal = refusalOf(request, options) ?? overload(request);
    if (refusal) return refuse(options, request, response, refusal);
    if (asksFirst) response.writeContinue();
    const body = await readBody(request, bounds.bodyOctetsMax);
    if (body.kind === "cut") return;
    if (body.kind === "too_large") return refuse(options, request, response, TOO_LARGE);
    if (body.octets.length === 0) return refuse(options, request, response, { status: 400, bound: "empty" });
    underWay += 1;
    const startedAt = performance.now();
    try {
      await handle(options, request, response, body.octets);
    } finally {
      underWay -= 1;
      options.metrics.dmMessageSeconds.observe((performance.now() - startedAt) / 1_000);
    }
  }

  function overload(request: IncomingMessage): Refusal | null {
    const headers = { "Retry-After": String(bounds.retryAfterSeconds) };
    if (underWay >= bounds.messagesUnderWayMax) return { status: 503, bound: "messages_under_way", headers };
    if (startsSession(request) && !takeStart(options.sources, starts, request)) {
      return { status: 503, bound: "session_starts", headers };
    }
    return null;
  }

  return openPort(server, options.host, options.port, "DM_PORT");
}

function secureServer(
  settings: ServerOptions,
  listen: RequestListener,
  { metrics }: DeviceListenerOptions,
): ReturnType<typeof createSecureServer> {
  const server = createSecureServer(settings, listen);
  server.on("secureConnection", (socket) => {
    if (isLegacy(socket)) metrics.dmLegacyConnections.inc();
  });
  server.on("tlsClientError", () => metrics.dmRejected.inc({ bound: "tls" }));
  return server;
}

const TOO_LARGE: Refusal = { status: 413, bound: "body_octets" };

function refusalOf(request: IncomingMessage, { bounds, isMessageType }: DeviceListenerOptions): Refusal | null {
  const { headers } = request;
  if (pathOf(request) !== PATH) return { status: 404, bound: "path" };
  if (request.method !== "POST") return { status: 405, bound: "method", headers: { Allow: "POST" } };
  if (request.rawHeaders.length / 2 > bounds.headersMax) return { status: 431, bound: "headers" };
  const coding = headers["content-encoding"];
  if (coding !== undefined && coding.toLowerCase() !== "identity") return { status: 415, bound: "content_encoding" };
  if (!isMessageType(headers["content-type"] ?? "")) return { status: 415, bound: "content_type" };
  if (Number(headers["content-length"] ?? 0) > bounds.bodyOctetsMax) return TOO_LARGE;
  return null;
}

/** Clients behind a proxy may send the whole address. */
function pathOf(request: IncomingMessage): string {
  const url = (request.url ?? "").replace(/^https?:\/\/[^/]*/i, "");
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

/** Later messages of a session come to the address with a token that the first answer named. */
function startsSession(request: IncomingMessage): boolean {
  return !(request.url ?? "").includes("?");
}

function takeStart(sources: SourceAddresses, starts: SourceBudget, request: IncomingMessage): boolean {
  return starts.take(networkOf(sources.sourceOf(request)), Date.now());
}

async function handle(
  options: DeviceListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  octets: Buffer,
): Promise<void> {
  let answer: DeviceResponse;
  try {
    answer = await options.handleMessage({
      octets,
      contentType: request.headers["content-type"] ?? "",
      url: (request.url ?? "").replace(/^https?:\/\/[^/]*/i, ""),
      mac: headerOf(request, MAC_HEADER),
      certificate: options.tls?.requestCert ? certificateOf(request, Date.now()) : undefined,
      sourceAddress: options.sources.sourceOf(request),
      connection: request.socket,
    });
  } catch (error) {
    const temporary = options.isTemporary(error);
    options.log[temporary ? "warn" : "error"]("dm.message_failed", { error });
    options.metrics.dmMessages.inc({ outcome: temporary ? "unavailable" : "failed" });
    const headers = { "Retry-After": String(options.bounds.retryAfterSeconds) };
    send(response, temporary ? 503 : 500, "text/plain; charset=utf-8", Buffer.from("not now\n"), headers);
    return;
  }
  const headers = {
    ...(answer.retryAfter !== undefined && { "Retry-After": String(answer.retryAfter) }),
    ...(answer.mac !== undefined && { [MAC_HEADER]: answer.mac }),
  };
  send(response, answer.status, answer.contentType, answer.octets, headers);
}

/** One header, or undefined; Node joins what stands there twice, which no reader of ours takes. */
function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

async function refuse(
  options: DeviceListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  { status, bound, headers = {} }: Refusal,
): Promise<void> {
  options.metrics.dmRejected.inc({ bound });
  if (Number(request.headers["content-length"] ?? 0) <= DISCARDED_OCTETS_MAX) {
    await discardBody(request, DISCARDED_OCTETS_MAX);
  }
  const text = Buffer.from(`${status}\n`);
  send(response, status, "text/plain; charset=utf-8", text, { ...headers, Connection: "close" });
}

/** Small clients cannot read chunks and compare the type letter by letter: always a length, never more parameters. */
function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  octets: Uint8Array,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    "Content-Type": contentType,
    "Content-Length": octets.length,
    "Cache-Control": "no-store",
    ...headers,
  });
  response.end(octets);
}

function limitPerAddress(connectionsMax: number): (socket: Socket) => void {
  const counts = new Map<string, number>();
  return (socket) => {
    const address = socket.remoteAddress ?? "";
    const count = (counts.get(address) ?? 0) + 1;
    if (count > connectionsMax) {
      socket.destroy();
      return;
    }
    counts.set(address, count);
    socket.once("close", () => {
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
  };
}
