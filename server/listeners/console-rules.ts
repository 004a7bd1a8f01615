import type { IncomingMessage } from "node:http";
import { CERTIFICATE_HEADER, NONCE_HEADER, REQUEST_ID_HEADER, SOURCE_ADDRESS_HEADER } from "../runtime";
import type { RefusedStatus } from "./web-refusal";

/** Why a request does not reach the pages. */
export interface ConsoleRefusal {
  readonly status: RefusedStatus;
  readonly headers?: Readonly<Record<string, string>>;
}

const BODY_OCTETS_MAX = 1_048_576;
/** The only paths that take a POST: the console's API and sign-in. Everything else is a page. */
const POST_PREFIXES = ["/api/trpc/", "/api/auth/"];
/** Not served on this port: the devices' own, and Next's image service, which fetches for whoever asks. */
const ABSENT = /^\/(dm|dl|_next\/image)(\/|$)/;

/**
 * Header names that steer Next or our own pages from within. From outside they were doors past checks more than once
 * (CVE-2025-29927 was `x-middleware-subrequest`), so none comes in.
 */
const INNER = /^x-(middleware|nextjs|next|invoke|now|matched|prerender|vercel)-|^content-security-policy/;
const INNER_NAMES = new Set([NONCE_HEADER, SOURCE_ADDRESS_HEADER, CERTIFICATE_HEADER]);
/** Believed from listed proxies only. */
const FORWARDING = /^x-forwarded-|^forwarded$|^x-real-ip$/;
const GIVEN_REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

/**
 * Takes away what a request may not bring along, from both forms in which Node shows headers. `certificateHeader` goes
 * whoever sent it: what a proxy says in it was read before.
 */
export function stripHeaders(request: IncomingMessage, fromProxy: boolean, certificateHeader: string | null): void {
  const isStripped = (name: string): boolean =>
    INNER.test(name) ||
    INNER_NAMES.has(name) ||
    name === certificateHeader ||
    (!fromProxy && (FORWARDING.test(name) || name === REQUEST_ID_HEADER));
  for (const name of Object.keys(request.headers)) if (isStripped(name)) delete request.headers[name];
  const { rawHeaders } = request;
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
    if (isStripped((rawHeaders[i] ?? "").toLowerCase())) rawHeaders.splice(i, 2);
  }
}

/** A listed proxy's request id where it is one, otherwise null. Call after `stripHeaders`. */
export function givenRequestId(request: IncomingMessage): string | null {
  const given = request.headers[REQUEST_ID_HEADER];
  return typeof given === "string" && GIVEN_REQUEST_ID.test(given) ? given : null;
}

/** Whether a request may go on to Next. Null: it may. */
export function consoleRefusal(request: IncomingMessage): ConsoleRefusal | null {
  const url = request.url ?? "";
  // `//host`, a whole address and a backslash are read as another host by one parser or another.
  if (!/^\/(?![/\\])/.test(url) || url.includes("\\")) return { status: 400 };
  const path = url.split("?")[0] ?? "";
  if (ABSENT.test(path)) return { status: 404 };
  // There are no Server Actions: nobody of ours sends this.
  if (request.headers["next-action"] !== undefined) return { status: 404 };
  const mayPost = POST_PREFIXES.some((prefix) => path.startsWith(prefix));
  if (request.method === "GET" || request.method === "HEAD") return null;
  if (request.method !== "POST" || !mayPost) {
    return { status: 405, headers: { Allow: mayPost ? "GET, HEAD, POST" : "GET, HEAD" } };
  }
  const length = request.headers["content-length"];
  if (length === undefined) return { status: 411 };
  if (Number(length) > BODY_OCTETS_MAX) return { status: 413 };
  return null;
}
