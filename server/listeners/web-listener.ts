import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Log } from "../log";
import { CERTIFICATE_HEADER, NONCE_HEADER, REQUEST_ID_HEADER, SOURCE_ADDRESS_HEADER } from "../runtime";
import { certificateThumbprint } from "./client-certificate";
import { consoleRefusal, givenRequestId, stripHeaders } from "./console-rules";
import { createCspReports } from "./csp-report";
import { limitBodyTime } from "./limit-body-time";
import { type Listener, openPort } from "./listener";
import { discardBody } from "./read-body";
import { CSP_REPORT_PATH, contentSecurityPolicy, setSecurityHeaders } from "./security-headers";
import type { SourceAddresses } from "./source-address";
import { WEB_BOUNDS, type WebBounds } from "./web-bounds";
import { newRequestId, refuseConnection, refuseRequest, refuseUpgrade } from "./web-refusal";

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface WebListenerOptions {
  readonly host: string;
  readonly port: number;
  /** Origin of the console; https adds Strict-Transport-Security. */
  readonly publicUrl: string;
  /** Lets Next's reload socket through and loosens the page policy for it. */
  readonly development: boolean;
  readonly sources: SourceAddresses;
  /** The header, in small letters, in which listed proxies pass on the client's certificate; null: in none. */
  readonly certificateHeader: string | null;
  readonly log: Log;
  /** What is to differ from the usual bounds. */
  readonly bounds?: Partial<WebBounds>;
  /** Everything under /api/v1, and the keys that are well known. */
  readonly handleApi: RequestHandler;
  /** Makes the pages' handler for this server. */
  preparePages(server: Server): Promise<RequestHandler>;
}

const API_PREFIX = "/api/v1";
const JWKS_PATH = "/.well-known/jwks.json";
const NONCE_OCTETS = 16;
/** A refused body up to this long is read to its end, so that its sender sees the answer. */
const DISCARDED_OCTETS_MAX = 2_097_152;

/**
 * The port of console and public API. The API never passes through Next; a page request reaches Next only after
 * `console-rules` and with the headers that the pages rely on.
 */
export async function openWebListener(options: WebListenerOptions): Promise<Listener> {
  const bounds = { ...WEB_BOUNDS, ...options.bounds };
  const server = createServer({
    headersTimeout: bounds.headersTimeoutMs,
    // Uploads take longer than any request may otherwise: see `limitBodyTime`.
    requestTimeout: 0,
    keepAliveTimeout: bounds.keepAliveMs,
    maxHeaderSize: bounds.headerOctetsMax,
    connectionsCheckingInterval: 1_000,
  });
  server.maxConnections = bounds.connectionsMax;
  // Node drops what is beyond its count in silence: let one more through, which is refused with an answer.
  server.maxHeadersCount = bounds.headersMax + 1;
  const answer = createAnswer(options, bounds, await options.preparePages(server));
  const underWay = new Set<ServerResponse>();
  server.on("request", (request, response) => {
    underWay.add(response);
    limitBodyTime(request, response, bounds.requestTimeoutMs, () => refuseRequest(response, 408, idOf(request)));
    response.once("close", () => underWay.delete(response));
    answer(request, response).catch((error: unknown) => {
      const requestId = idOf(request);
      options.log.error("web.request_failed", { requestId, method: request.method ?? "", error });
      if (response.headersSent) response.destroy();
      else refuseRequest(response, 500, requestId);
    });
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const isAnswering = [...underWay].some((response) => response.socket === socket && response.headersSent);
    refuseConnection(socket, error, isAnswering);
  });
  if (!options.development) {
    server.on("upgrade", (_request, socket) => refuseUpgrade(socket));
  }
  const listener = await openPort(server, options.host, options.port, "WEB_PORT");
  return {
    port: listener.port,
    close: (graceMs) => {
      // A live stream never ends by itself; its reader comes back to another process.
      for (const response of underWay) if (isStream(response)) response.destroy();
      return listener.close(graceMs);
    },
  };
}

function createAnswer(options: WebListenerOptions, bounds: WebBounds, handlePage: RequestHandler): RequestHandler {
  const { sources, development, certificateHeader } = options;
  const secure = options.publicUrl.startsWith("https:");
  const takeReport = createCspReports(options.log);

  return async function answer(request, response) {
    if (request.rawHeaders.length / 2 > bounds.headersMax) {
      await discardBody(request, DISCARDED_OCTETS_MAX);
      return refuseRequest(response, 431, newRequestId());
    }
    const certificate = certificateOf(request, sources, certificateHeader);
    stripHeaders(request, sources.isFromProxy(request), certificateHeader);
    const requestId = givenRequestId(request) ?? newRequestId();
    setInnerHeader(request, REQUEST_ID_HEADER, requestId);
    setInnerHeader(request, SOURCE_ADDRESS_HEADER, sources.sourceOf(request));
    if (certificate !== null) setInnerHeader(request, CERTIFICATE_HEADER, certificate);
    response.setHeader("X-Request-Id", requestId);
    setSecurityHeaders(response, secure);
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (isOfApi(path)) return options.handleApi(request, response);
    if (path === CSP_REPORT_PATH && request.method === "POST") {
      await takeReport(request);
      response.writeHead(204, { "Cache-Control": "no-store" }).end();
      return;
    }
    const refusal = consoleRefusal(request);
    if (refusal) {
      await discardBody(request, DISCARDED_OCTETS_MAX);
      return refuseRequest(response, refusal.status, requestId, refusal.headers);
    }
    const nonce = randomBytes(NONCE_OCTETS).toString("base64");
    const policy = contentSecurityPolicy(nonce, development);
    // On the request too: from there Next takes the nonce for its own scripts.
    setInnerHeader(request, "content-security-policy", policy);
    setInnerHeader(request, NONCE_HEADER, nonce);
    response.setHeader("Content-Security-Policy", policy);
    if (!path.startsWith("/_next/static/")) response.setHeader("Cache-Control", "private, no-store");
    return handlePage(request, response);
  };
}

function isOfApi(path: string): boolean {
  return path === API_PREFIX || path.startsWith(`${API_PREFIX}/`) || path === JWKS_PATH;
}

/** The thumbprint of the certificate that a listed proxy passes on; nobody else is believed. */
function certificateOf(request: IncomingMessage, sources: SourceAddresses, header: string | null): string | null {
  const text = header !== null && sources.isFromProxy(request) ? request.headers[header] : undefined;
  return typeof text === "string" ? certificateThumbprint(text) : null;
}

function setInnerHeader(request: IncomingMessage, name: string, value: string): void {
  request.headers[name] = value;
  request.rawHeaders.push(name, value);
}

/** What a request is called by: set as the first thing, but for one that fails before. */
function idOf(request: IncomingMessage): string {
  return String(request.headers[REQUEST_ID_HEADER] ?? newRequestId());
}

function isStream(response: ServerResponse): boolean {
  return String(response.getHeader("content-type") ?? "").startsWith("text/event-stream");
}
