import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "../metrics";
import type { DeviceBounds } from "./device-bounds";
import { discardBody } from "./read-body";

/** What answers of the device port go by. */
export interface DeviceAnswerOptions {
  readonly bounds: DeviceBounds;
  readonly metrics: Metrics;
  /** Whether an error means that the database cannot be reached just now. */
  isTemporary(error: unknown): boolean;
}

/** Why a request is refused before the engine sees it. `bound` is the label in the metrics. */
export interface Refusal {
  readonly status: number;
  readonly bound: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refused body up to this long is read to its end, so that its sender sees the answer. */
const DISCARDED_OCTETS_MAX = 1_048_576;
export const TOO_LARGE: Refusal = { status: 413, bound: "body_octets" };

/** Path and query. Clients behind a proxy may send the whole address. */
export function targetOf({ url = "" }: IncomingMessage): string {
  return url.startsWith("/") ? url : url.replace(/^https?:\/\/[^/]*/i, "");
}

export function pathOf(request: IncomingMessage): string {
  const target = targetOf(request);
  const query = target.indexOf("?");
  return query < 0 ? target : target.slice(0, query);
}

/** Every type is taken where `isType` is left out. */
export function headerRefusal(
  { headers, rawHeaders }: IncomingMessage,
  { bounds }: DeviceAnswerOptions,
  bodyOctetsMax: number,
  isType?: (contentType: string) => boolean,
): Refusal | null {
  if (rawHeaders.length / 2 > bounds.headersMax) return { status: 431, bound: "headers" };
  const coding = headers["content-encoding"];
  if (coding !== undefined && coding.toLowerCase() !== "identity") return { status: 415, bound: "content_encoding" };
  if (isType && !isType(headers["content-type"] ?? "")) return { status: 415, bound: "content_type" };
  if (Number(headers["content-length"] ?? 0) > bodyOctetsMax) return TOO_LARGE;
  return null;
}

export async function refuse(
  options: DeviceAnswerOptions,
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

export function sendFailure(
  { bounds, isTemporary }: DeviceAnswerOptions,
  response: ServerResponse,
  error: unknown,
): void {
  const headers = { "Retry-After": String(bounds.retryAfterSeconds) };
  send(response, isTemporary(error) ? 503 : 500, "text/plain; charset=utf-8", Buffer.from("not now\n"), headers);
}

/** Small clients cannot read chunks and compare the type letter by letter: always a length, never more parameters. */
export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  octets: Uint8Array,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.headersSent || response.destroyed) return;
  const lines = ["Content-Type", contentType, "Content-Length", String(octets.length), "Cache-Control", "no-store"];
  for (const name in headers) lines.push(name, headers[name] ?? "");
  response.writeHead(status, lines);
  response.end(octets);
}
