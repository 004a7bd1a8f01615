import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { randomOctets } from "../random-octets";

/** What the web listener says by itself, before any page or route: what it is and what to do. */
const REFUSALS = {
  400: {
    slug: "invalid-request",
    detail: "This is no request of HTTP/1.1 that is understood here. Check its first line and its headers.",
  },
  404: {
    slug: "not-found",
    detail: "There is no such resource. The public API is below /api/v1, devices have a port of their own.",
  },
  405: { slug: "invalid-request", detail: "This resource does not know the method. Allow says which it does." },
  408: { slug: "invalid-request", detail: "The request did not come in time. Send it again, without a pause." },
  411: { slug: "invalid-request", detail: "Send the length of the body in Content-Length." },
  413: { slug: "too-large", detail: "The body is longer than is taken here. Send less." },
  431: { slug: "too-large", detail: "There are too many headers, or they are too long. Send fewer." },
  500: { slug: "internal", detail: "It is logged under this request's id." },
} as const;
const TITLES = {
  "invalid-request": "The request cannot be understood",
  "not-found": "Not found",
  "too-large": "The body is too large",
  internal: "A fault of the server's own",
} as const;

export type RefusedStatus = keyof typeof REFUSALS;

const PROBLEM_TYPE = "application/problem+json";
const REQUEST_ID_OCTETS = 12;

/** For requests that come without one of a proxy's, and for what is no request. */
export function newRequestId(): string {
  return randomOctets(REQUEST_ID_OCTETS).toString("hex");
}

/** Answers with a problem (RFC 9457) and ends the connection; nothing where an answer has begun. */
export function refuseRequest(
  response: ServerResponse,
  status: RefusedStatus,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) return;
  const text = problemText(status, requestId);
  response.writeHead(status, { ...headersOf(text, requestId), ...headers });
  response.end(text);
}

/**
 * The same to what never became a request: the parser, the bounds of headers or the clock refused it. A socket that is
 * gone, or in the middle of another answer, is only ended.
 */
export function refuseConnection(socket: Duplex, error: NodeJS.ErrnoException, isAnswering: boolean): void {
  if (!socket.writable || isAnswering || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  endWith(socket, statusOf(error));
}

/** The same to whoever asks for another protocol on its connection, such as WebSocket or HTTP/2. */
export function refuseUpgrade(socket: Duplex): void {
  // Node leaves the socket to us: whoever hangs up meanwhile is no fault of the server's.
  socket.on("error", () => socket.destroy());
  endWith(socket, 400, "This server changes to no other protocol. Send the request without the header Upgrade.");
}

/** How RFC 9110 and 6585 call what is said to a socket without a response of its own. */
const PHRASES = { 400: "Bad Request", 408: "Request Timeout", 431: "Request Header Fields Too Large" } as const;

function endWith(socket: Duplex, status: keyof typeof PHRASES, detail?: string): void {
  const requestId = newRequestId();
  const text = problemText(status, requestId, detail);
  const lines = Object.entries(headersOf(text, requestId)).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${PHRASES[status]}\r\n${lines.join("")}\r\n${text}`, () => socket.destroy());
}

function statusOf({ code }: NodeJS.ErrnoException): keyof typeof PHRASES {
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
}

/** `detail`: in place of the usual one. */
function problemText(status: RefusedStatus, requestId: string, detail: string = REFUSALS[status].detail): string {
  const { slug } = REFUSALS[status];
  return JSON.stringify({
    type: `urn:dmwsi:problem:${slug}`,
    title: TITLES[slug],
    status,
    detail,
    instance: requestId,
  });
}

function headersOf(text: string, requestId: string): Record<string, string> {
  return {
    "Content-Type": PROBLEM_TYPE,
    "Content-Length": String(Buffer.byteLength(text)),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestId,
    Connection: "close",
  };
}
