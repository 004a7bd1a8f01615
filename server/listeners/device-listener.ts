import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import type { Socket } from "node:net";
import type { Log } from "../log";
import {
  claimsSession,
  createSessionStarts,
  type DeviceRequest,
  type DeviceResponse,
  MAC_HEADER,
  type SessionStarts,
} from "../services/device-sessions";
import type { Downloads } from "../services/downloads";
import { answerDownload } from "./answer-download";
import {
  type DeviceAnswerOptions,
  headerRefusal,
  pathOf,
  type Refusal,
  refuse,
  send,
  sendFailure,
  TOO_LARGE,
  targetOf,
} from "./device-answers";
import { certificateOf, type DeviceTls, isLegacy } from "./device-tls";
import { DownloadRequests } from "./download-requests";
import { type Listener, openPort } from "./listener";
import { readBody } from "./read-body";
import type { SourceAddresses } from "./source-address";

export interface DeviceListenerOptions extends DeviceAnswerOptions {
  readonly host: string;
  readonly port: number;
  /** null or absent: plain HTTP. */
  readonly tls?: DeviceTls | null;
  readonly sources: SourceAddresses;
  readonly log: Log;
  /** Whether a Content-Type is one that a message may have. */
  isMessageType(contentType: string): boolean;
  /** Answers one message; may throw, the device then gets 500, or 503 where the database is away. */
  handleMessage(request: DeviceRequest): Promise<DeviceResponse>;
  /** Contents that devices get beside their sessions; absent: none. */
  readonly downloads?: Downloads;
}

const PATH = "/dm";
const DOWNLOADS_PATH = "/dl/";
const CONNECTIONS_CHECKED_EVERY_MS = 1_000;

/**
 * The port that faces the devices: POST /dm, downloads below /dl/, and nothing else; no cookies, no console. Every bound
 * refuses before anything is allocated for what is beyond it. [HTTP binding; docs/operating.md "Device listener"]
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
  server.on("connection", limitPerAddress(bounds.connectionsPerAddressMax, options.sources));
  server.on("checkContinue", (request, response) => void answer(request, response, true));
  const downloads = options.downloads && new DownloadRequests({ ...options, downloads: options.downloads });
  const starts = createSessionStarts(bounds);
  let underWay = 0;

  async function answer(request: IncomingMessage, response: ServerResponse, asksFirst: boolean): Promise<void> {
    const path = pathOf(request);
    if (downloads && path.startsWith(DOWNLOADS_PATH)) {
      return answerDownload(options, downloads, request, response, asksFirst);
    }
    const refusal = refusalOf(path, request, options) ?? overload(request);
    if (refusal) return refuse(options, request, response, refusal);
    if (asksFirst) response.writeContinue();
    const body = await readBody(request, bounds.bodyOctetsMax);
    if (body.kind === "cut") return;
    if (body.kind === "too_large") return refuse(options, request, response, TOO_LARGE);
    if (body.octets.length === 0) return refuse(options, request, response, { status: 400, bound: "empty" });
    underWay += 1;
    const startedAt = performance.now();
    try {
      await handle(options, starts, request, response, body.octets);
    } finally {
      underWay -= 1;
      options.metrics.dmMessageSeconds.observe((performance.now() - startedAt) / 1_000);
    }
  }

  function overload(request: IncomingMessage): Refusal | null {
    const headers = { "Retry-After": String(bounds.retryAfterSeconds) };
    if (underWay >= bounds.messagesUnderWayMax) return { status: 503, bound: "messages_under_way", headers };
    // Whether an address that claims a session is one of a session is known when the message was looked at.
    if (!claimsSession(request.url ?? "") && !starts.mayStart(options.sources.sourceOf(request), Date.now())) {
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

function refusalOf(path: string, request: IncomingMessage, options: DeviceListenerOptions): Refusal | null {
  if (path !== PATH) return { status: 404, bound: "path" };
  if (request.method !== "POST") return { status: 405, bound: "method", headers: { Allow: "POST" } };
  const { bodyOctetsMax } = options.bounds;
  return headerRefusal(request, options, bodyOctetsMax, options.isMessageType);
}

async function handle(
  options: DeviceListenerOptions,
  starts: SessionStarts,
  request: IncomingMessage,
  response: ServerResponse,
  octets: Buffer,
): Promise<void> {
  let answer: DeviceResponse;
  try {
    answer = await options.handleMessage({
      octets,
      contentType: request.headers["content-type"] ?? "",
      url: targetOf(request),
      mac: headerOf(request, MAC_HEADER),
      certificate: options.tls?.requestCert ? certificateOf(request, Date.now()) : undefined,
      sourceAddress: options.sources.sourceOf(request),
      connection: request.socket,
      starts,
    });
  } catch (error) {
    options.log[options.isTemporary(error) ? "warn" : "error"]("dm.message_failed", { error });
    options.metrics.dmMessages.inc({ outcome: options.isTemporary(error) ? "unavailable" : "failed" });
    return sendFailure(options, response, error);
  }
  const headers: Record<string, string> = {};
  if (answer.retryAfter !== undefined) headers["Retry-After"] = String(answer.retryAfter);
  if (answer.mac !== undefined) headers[MAC_HEADER] = answer.mac;
  send(response, answer.status, answer.contentType, answer.octets, headers);
}

/** One header, or undefined; Node joins what stands there twice, which no reader of ours takes. */
function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

/** Behind a listed proxy there are many devices: for those it is the count of all connections that holds. */
function limitPerAddress(connectionsMax: number, sources: SourceAddresses): (socket: Socket) => void {
  const counts = new Map<string, number>();
  return (socket) => {
    const address = socket.remoteAddress ?? "";
    if (sources.isProxy(address)) return;
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
